/** The servers of one world: a CDN that knows its tasks, a table that holds them, and one webhook or two. */
import TS from 'tablestore';
import type { Audience } from '../../../lib/task';
import { type CdnServer, cdnServer } from '../../cloud/cdn/server';
import { createTable } from '../../cloud/cloud';
import { slackServer } from '../../cloud/slack/server';
import { type TablestoreServer, tablestoreServer } from '../../cloud/tablestore/server';
import type { Random } from '../memory/random';
import { TABLE } from './rows';
import { rowsOf, submit, type Truth } from './tasks';
import type { SkippingTime } from './time';
import { Webhook } from './webhook';

export const INSTANCE = 'cdn-faults';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

export interface Servers {
  readonly cdn: CdnServer;
  readonly tablestore: TablestoreServer;
  readonly webhooks: Readonly<Partial<Record<Audience, Webhook>>>;
  readonly credentials: Credentials;
  close(): Promise<void>;
}

export async function startServers(
  seed: number,
  truths: readonly Truth[],
  audiences: readonly Audience[],
  { now }: SkippingTime,
  random: Random,
): Promise<Servers> {
  const credentials = {
    accessKeyId: `STS.FaultsKeyId${seed}`,
    accessKeySecret: `FaultsSecret${seed}`,
    securityToken: `CAISFaultsToken${seed}`,
  };
  // The SDKs sign by the machine's clock. How dense the calls are is judged where they begin.
  const signingClock = Date.now;
  const cdn = await cdnServer({ now, credentials, signingClock, callsPerSecond: Number.POSITIVE_INFINITY });
  const tablestore = await tablestoreServer({ now, credentials, signingClock, instance: INSTANCE });
  const webhooks: Partial<Record<Audience, Webhook>> = {};
  for (const audience of audiences) {
    const server = await slackServer({ now, monotonic: now, secret: `Webhook${audience}${seed}` });
    webhooks[audience] = new Webhook(server, now);
  }

  await createTable(clientOf(tablestore, credentials), TABLE);
  tablestore.seed(TABLE, rowsOf(truths, random));
  submit(truths, cdn.tasks, random);
  const all = [cdn, tablestore, ...Object.values(webhooks).map(({ server }) => server)];
  return {
    ...{ cdn, tablestore, webhooks, credentials },
    close: async () => void (await Promise.all(all.map((server) => server.close()))),
  };
}

function clientOf({ url }: TablestoreServer, { accessKeyId, accessKeySecret, securityToken }: Credentials): TS.Client {
  return new TS.Client({
    accessKeyId,
    secretAccessKey: accessKeySecret,
    stsToken: securityToken,
    endpoint: url,
    instancename: INSTANCE,
    maxRetries: 0,
  });
}
