/** Two lists that must keep the same promises, for the contract suite. */
import TS from 'tablestore';
import { createTaskList } from '../../lib/edges/tablestore';
import { createTablestoreClient, type TablestoreClient } from '../../lib/edges/tablestore-client';
import { toColumns } from '../../lib/edges/tablestore-rows';
import type { TaskList } from '../../lib/ports';
import type { Task } from '../../lib/task';
import { createTable } from '../cloud/cloud';
import { type TablestoreServer, tablestoreServer } from '../cloud/tablestore/server';
import { MemoryList } from './memory-list';

export const TABLE = 'cdn_tasks';
export const KEYS = {
  accessKeyId: 'LTAI5tTestKeyId',
  accessKeySecret: 'TestSecret0123456789',
  securityToken: 'TestToken',
};

/** A list under test and a way to look at it and to put rows there, as somebody else would. */
export interface Listing {
  readonly list: TaskList;
  put(task: Task): Promise<void>;
  /** The ids on a list, in order. */
  ids(list: 'pending' | 'done' | 'dead'): Promise<string[]>;
  close(): Promise<void>;
}

export async function inMemory(): Promise<Listing> {
  const list = new MemoryList();
  return {
    list,
    put: async (task) => void list.pending.set(task.id, task),
    ids: async (name) => [...list[name].keys()].sort(),
    close: async () => undefined,
  };
}

export async function inTablestore(): Promise<Listing> {
  const { server, client, list } = await startTablestore();
  return {
    list,
    put: async (task) => void (await client.putRow(putParams(task.id, toColumns(task)))),
    ids: async (name) =>
      server
        .rows(TABLE)
        .filter((row) => row.list === name)
        .map((row) => String(row.id)),
    close: () => server.close(),
  };
}

export interface StartedTablestore {
  readonly server: TablestoreServer;
  readonly client: TS.Client;
  /** The product's own client, for other edges on the same table. */
  readonly edge: TablestoreClient;
  readonly list: TaskList;
}

/** A local Tablestore with the table in it, the edge, and a client of its own to look behind the edge. */
export async function startTablestore(
  options: { timeLeft?: () => number; now?: () => number } = {},
): Promise<StartedTablestore> {
  const { now = Date.now } = options;
  const server = await tablestoreServer({ credentials: KEYS, instance: 'cdn-test', now });
  const client = new TS.Client({
    accessKeyId: KEYS.accessKeyId,
    secretAccessKey: KEYS.accessKeySecret,
    stsToken: KEYS.securityToken,
    endpoint: server.url,
    instancename: 'cdn-test',
    maxRetries: 0,
  });
  await createTable(client, TABLE);
  server.requests.clear();
  const edge = createTablestoreClient({
    endpoint: server.url,
    instance: 'cdn-test',
    credentials: () => KEYS,
    timeLeft: options.timeLeft ?? (() => 30_000),
    retryDelayMs: 1,
  });
  return { server, client, edge, list: createTaskList(edge, TABLE) };
}

export function putParams(id: string, columns: Readonly<Record<string, unknown>>, list = 'pending'): TS.PutRowParams {
  return {
    tableName: TABLE,
    condition: new TS.Condition(TS.RowExistenceExpectation.IGNORE, null),
    primaryKey: [{ list }, { id }],
    attributeColumns: Object.entries(columns)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({
        [name]: Number.isInteger(value) ? TS.Long.fromNumber(Number(value)) : (value as TS.CellValue),
      })),
  };
}
