/** The services of one example: the local ones, filled by hand through the SDK, and looked at as a person would. */
import TS from 'tablestore';
import type { Payload } from '../../../lib/ports';
import { cdnServer } from '../../cloud/cdn/server';
import { slackServer } from '../../cloud/slack/server';
import { KEYS, type StartedTablestore, startTablestore, TABLE } from '../../support/listing';
import { type Cells, toSdkCell } from './cells';
import { type After, mapAudiences } from './outcome';

const WEBHOOKS = { channel: 'secret-of-the-webhook-01', failures: 'secret-of-the-webhook-02' };
export const SECRETS = [...Object.values(KEYS), ...Object.values(WEBHOOKS)];

export type Services = Awaited<ReturnType<typeof start>>;

/** @param now the clock of all of them, ms since 1970 */
export async function start(now: () => number) {
  const clocks = { now, monotonic: now };
  const store = await startTablestore({ now });
  const cdn = await cdnServer({ ...clocks, signingClock: Date.now, credentials: KEYS });
  const slacks = {
    channel: await slackServer({ ...clocks, secret: WEBHOOKS.channel }),
    failures: await slackServer({ ...clocks, secret: WEBHOOKS.failures }),
  };
  const close = () => Promise.all([store.server, cdn, slacks.channel, slacks.failures].map((server) => server.close()));
  return { store, cdn, slacks, close };
}

/** @returns whether the service takes such a row: it takes no NaN, for one */
export async function put({ client }: StartedTablestore, list: string, id: string, cells: Cells): Promise<boolean> {
  const row = {
    tableName: TABLE,
    condition: new TS.Condition(TS.RowExistenceExpectation.IGNORE, null),
    primaryKey: [{ list }, { id }],
    attributeColumns: cells.map(([name, cell]) => ({ [name]: toSdkCell(cell) })),
  };
  try {
    await client.putRow(row);
    return true;
  } catch (error) {
    if (/OTSParameterInvalid/.test(String(error))) return false;
    throw error;
  }
}

/** What a person would see, who looks at the table and at the channels. */
export function look({ store, slacks }: Services): After {
  const rows = store.server.rows(TABLE);
  const on = (list: string) => rows.filter((row) => row.list === list);
  const accepted = mapAudiences((to) => slacks[to].messages.map(({ payload }) => payload as unknown as Payload));
  return {
    pending: new Set(on('pending').map(({ id }) => String(id))),
    done: new Map(on('done').map(({ id, digest }) => [String(id), String(digest)])),
    dead: new Map(on('dead').map(({ id, reason }) => [String(id), String(reason)])),
    // What Slack refuses is counted.
    sent: accepted,
    accepted,
  };
}
