/** Builds the edges a sub-command needs, and loads only their packages. */
import type { CommonSettings } from '../lib/config';
import type { Credentials } from '../lib/edges/credentials';
import type { Functions } from '../lib/edges/functions';
import type { Browse } from '../lib/edges/tablestore-browse';
import type { TablestoreClient } from '../lib/edges/tablestore-client';
import type { Table } from '../lib/edges/tablestore-setup';
import type { Cdn, Channel } from '../lib/ports';
import type { CdnSubmit } from '../lib/submit-ports';
import type { RowTrials } from '../lib/trials';
import type { FunctionsSettings } from './setting-groups';

/** Ms one request to Tablestore may take with its repetitions. */
const REQUEST_TIMEOUT = 30_000;

export interface ListSettings {
  readonly list: CommonSettings;
  readonly credentials: Credentials;
}

export async function openList(settings: ListSettings): Promise<Browse> {
  const { createBrowse } = await import('../lib/edges/tablestore-browse');
  return createBrowse(await connect(settings), settings.list.tablestore.table);
}

export async function openTable(settings: ListSettings): Promise<Table> {
  const { createTable } = await import('../lib/edges/tablestore-setup');
  return createTable(await connect(settings), settings.list.tablestore.table);
}

export async function openRowTrials(settings: ListSettings): Promise<RowTrials> {
  const { createRowTrials } = await import('../lib/edges/tablestore-trials');
  return createRowTrials(await connect(settings), settings.list.tablestore.table);
}

export async function openFunctions({
  functions,
  credentials,
}: {
  readonly functions: FunctionsSettings;
  readonly credentials: Credentials;
}): Promise<Functions> {
  const { createFunctions } = await import('../lib/edges/functions');
  return createFunctions({ ...functions, credentials });
}

export async function openCdn({
  list,
  credentials,
}: ListSettings): Promise<{ readonly cdn: Cdn; readonly submit: CdnSubmit }> {
  const { createCdnClient } = await import('../lib/edges/cdn-client');
  const { createCdn } = await import('../lib/edges/cdn');
  const { createCdnSubmit } = await import('../lib/edges/cdn-submit');
  const client = createCdnClient({ endpoint: list.cdn.endpoint, credentials: () => credentials });
  return { cdn: createCdn(client), submit: createCdnSubmit(client) };
}

export async function openSlack(webhookUrl: string): Promise<Channel> {
  const { createSlack } = await import('../lib/edges/slack');
  return createSlack(webhookUrl, Date.now);
}

async function connect({ list, credentials }: ListSettings): Promise<TablestoreClient> {
  const { createTablestoreClient } = await import('../lib/edges/tablestore-client');
  return createTablestoreClient({
    ...list.tablestore,
    credentials: () => credentials,
    timeLeft: () => REQUEST_TIMEOUT,
  });
}
