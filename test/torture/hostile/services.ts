/** Hostile rows and replies over real connections: put by hand through the SDK, read, asked, told and written by the real edges. */
import fc from 'fast-check';
import { createCdn } from '../../../lib/edges/cdn';
import { createCdnClient } from '../../../lib/edges/cdn-client';
import { createSlack } from '../../../lib/edges/slack';
import { createTaskList } from '../../../lib/edges/tablestore';
import { AUDIENCES } from '../../../lib/task';
import { KEYS, TABLE } from '../../support/listing';
import { fakeWorld, MINUTE, OPTIONS } from '../../support/world';
import { hostileCells, hostileId, leaseCells } from './columns';
import { look, put, SECRETS, type Services, start } from './local-services';
import { judgeOutcome, mapAudiences } from './outcome';
import { answers, replies } from './replies';
import { WATCHED } from './reply-texts';
import { neighbourCells } from './rows';
import { type Found, search, type Wrong } from './search';
import { forms, leaked } from './secrets';
import { sweepOnce } from './sweeps';

/** The SDK's requests bear the machine's time, and the service takes none that is a quarter of an hour off. */
const MINUTES = [0, 1, 12];

/** An error of the CDN that says again what it was sent. */
const echo = fc
  .tuple(fc.constantFrom(...Object.values(KEYS).flatMap(forms)), fc.constantFrom('Forbidden.RAM', 'Odd', 'Throttling'))
  .map(
    ([secret, code]) => `{"Code":"${code}","Message":"was sent: ${secret}, server string to sign is:POST&${secret}"}`,
  );

const example = fc.record({
  reply: replies,
  echoes: fc.array(echo, { maxLength: 2 }),
  rows: fc.uniqueArray(fc.record({ id: fc.oneof(hostileId, fc.constantFrom(...WATCHED)), cells: hostileCells }), {
    selector: ({ id }) => id,
    maxLength: 6,
  }),
  // What Slack is said to have asked for is believed for an hour, and these clocks can't be an hour ahead.
  lease: fc.option(
    leaseCells.map((cells) => cells.filter(([name]) => !name.startsWith('quiet_'))),
    { nil: undefined },
  ),
  heavy: fc.constantFrom(false, false, false, false, true),
});
/** The table can't hold what the CDN says of this one, and the row is written together with those of its neighbours. */
const HEAVY = '300000009';
const HEAVY_ENTRY = `{"TaskId":"${HEAVY}","Status":"Complete","ObjectType":"${'x'.repeat(2_100_000)}"}`;

type Example = typeof example extends fc.Arbitrary<infer T> ? T : never;

export function hostileServices(seed: number, numRuns: number): Promise<Found> {
  return search('services', example, judge, { seed, numRuns });
}

async function judge(one: Example): Promise<Wrong> {
  let now = Date.now;
  const services = await start(() => now());
  try {
    return await sweepAll(one, services, (clock) => {
      now = clock;
    });
  } finally {
    await services.close();
  }
}

async function sweepAll(one: Example, services: Services, setClock: (now: () => number) => void): Promise<Wrong> {
  const { store, cdn, slacks } = services;
  const { neighbours, settings } = one.reply;
  const began = Date.now();
  const hostile = await fill(one, services);
  const entries = [...one.reply.entries, ...(one.heavy ? [HEAVY_ENTRY] : [])];
  const reply = answers({ ...one.reply, entries, broken: [...one.reply.broken, ...one.echoes] });
  const wrong: string[] = [];
  for (const [number, minute] of MINUTES.entries()) {
    const world = fakeWorld(undefined, began + minute * MINUTE);
    setClock(() => world.clock.now());
    cdn.faults.when(({ body }) => ({ kind: 'answer', answer: { status: 200, body: reply(number, idsIn(body)) } }));
    const real = {
      ...world,
      list: createTaskList(store.edge, TABLE),
      channels: mapAudiences((to) => createSlack(slacks[to].webhookUrl, () => world.clock.now())),
    };
    const client = createCdnClient({ endpoint: cdn.url, credentials: () => KEYS });
    // What waits for its submission can wait longer than these clocks can be ahead.
    const options = { ...OPTIONS, ...settings, announce: 'sweep', owner: `request-${number}` } as const;
    wrong.push(...(await sweepOnce(options, real, createCdn(client))), ...leaked(SECRETS, world.lines));
  }
  const after = look(services);
  const outcome = judgeOutcome(after, neighbours, hostile, settings);
  const refused = AUDIENCES.filter((to) => slacks[to].arrived > slacks[to].messages.length);
  return {
    lost: outcome.lost,
    breaches: [
      ...wrong,
      ...outcome.breaches,
      ...refused.map((to) => `Slack does not take a message for the ${to}`),
      ...leaked(SECRETS, after.accepted),
    ],
  };
}

/** @returns the ids of the hostile rows that the service took */
async function fill({ reply, rows, lease, heavy }: Example, { store }: Services): Promise<string[]> {
  const hostile = rows.filter(({ id }) => id !== HEAVY && reply.neighbours.every((one) => one.id !== id));
  const taken: string[] = [];
  for (const { id, cells } of [...hostile, ...(heavy ? [{ id: HEAVY, cells: [] }] : [])]) {
    if (await put(store, 'pending', id, cells)) taken.push(id);
  }
  for (const { id, submission } of reply.neighbours) await put(store, 'pending', id, neighbourCells(submission));
  if (lease) await put(store, 'lease', 'poll', lease);
  return taken;
}

function idsIn(body: Buffer): string[] {
  return new URLSearchParams(body.toString()).get('TaskId')?.split(',') ?? [];
}
