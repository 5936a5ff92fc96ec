/** Operations on tables, through the npm SDK. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, key, plain, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
});
afterEach(() => server.close());

const strings = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `k${i}`, type: 'STRING' as const }));

test('a table is created, listed, described, changed and deleted', async () => {
  await createTable(client, 'b', { maxVersions: 2, timeToLive: 86_400, maxTimeDeviation: 600 });
  await createTable(client, 'a', {
    primaryKey: [
      { name: 's', type: 'STRING' },
      { name: 'n', type: 'INTEGER', option: 'AUTO_INCREMENT' },
    ],
  });
  expect((await client.listTable({})).tableNames).toEqual(['a', 'b']);

  expect(JSON.parse(JSON.stringify(await client.describeTable({ tableName: 'a' })))).toMatchObject({
    tableMeta: {
      tableName: 'a',
      primaryKey: [
        { name: 's', type: 'STRING' },
        { name: 'n', type: 'INTEGER', option: 'AUTO_INCREMENT' },
      ],
    },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
    tableStatus: 'ACTIVE',
    reservedThroughputDetails: { capacityUnit: { read: 0, write: 0 } },
    streamDetails: { enableStream: false },
  });

  await client.updateTable({
    tableName: 'b',
    tableOptions: { timeToLive: -1 },
    reservedThroughput: { capacityUnit: { read: 3, write: 4 } },
  });
  expect(await client.describeTable({ tableName: 'b' })).toMatchObject({
    tableOptions: { timeToLive: -1, maxVersions: 2 },
    reservedThroughputDetails: { capacityUnit: { read: 3, write: 4 } },
  });

  await client.deleteTable({ tableName: 'b' });
  expect((await client.listTable({})).tableNames).toEqual(['a']);
});

const k = { name: 'k', type: 'STRING' } as const;
test.each<[string, string, Parameters<typeof createTable>[2], string]>([
  ['a name that starts with a digit', '1t', {}, "Invalid table name: '1t'."],
  ['a name that is too long', 't'.repeat(256), {}, `Invalid table name: '${'t'.repeat(256)}'.`],
  ['no key', 't', { primaryKey: [] }, 'The number of primary key columns must be in range: [1, 4].'],
  ['five key columns', 't', { primaryKey: strings(5) }, 'The number of primary key columns must be in range: [1, 4].'],
  ['the same key column twice', 't', { primaryKey: [k, k] }, "Duplicated primary key name: 'k'."],
  ['a key name with a dash', 't', { primaryKey: [{ ...k, name: 'a-b' }] }, "Invalid column name: 'a-b'."],
  ['no time to live', 't', { timeToLive: 0 }, 'TimeToLive cannot be 0 or less than -1.'],
  ['no version', 't', { maxVersions: 0 }, 'The maximum versions cannot be less than or equal to 0.'],
  [
    'a number chosen for the first column',
    't',
    { primaryKey: [{ name: 'n', type: 'INTEGER', option: 1 }] },
    "First primary key can't be auto increment, table: t.",
  ],
  [
    'a number chosen for a string',
    't',
    { primaryKey: [k, { name: 's', type: 'STRING', option: 1 }] },
    'AUTO_INCREMENT primary key must be integer.',
  ],
])('no table is created with %s', async (_, name, options, message) => {
  await expect(createTable(client, name, options)).rejects.toMatchObject({
    statusCode: 400,
    code: 'OTSParameterInvalid',
    message,
  });
  expect((await client.listTable({})).tableNames).toEqual([]);
});

test('a table that exists is not created again', async () => {
  await createTable(client);
  await expect(createTable(client)).rejects.toMatchObject({ statusCode: 409, code: 'OTSObjectAlreadyExist' });
});

describe('a table that does not exist', () => {
  const tableName = 'missing';
  const primaryKey = key('a', '1');
  const condition = new TS.Condition(TS.RowExistenceExpectation.IGNORE, null);
  const put = { type: 'PUT', condition, primaryKey } as const;
  test.each<[string, (client: TS.Client) => Promise<unknown>]>([
    ['DescribeTable', (c) => c.describeTable({ tableName })],
    ['UpdateTable', (c) => c.updateTable({ tableName, tableOptions: { timeToLive: -1 } })],
    ['DeleteTable', (c) => c.deleteTable({ tableName })],
    ['GetRow', (c) => c.getRow({ tableName, primaryKey })],
    ['PutRow', (c) => c.putRow({ tableName, primaryKey, condition, attributeColumns: [] })],
    ['DeleteRow', (c) => c.deleteRow({ tableName, primaryKey, condition })],
    ['BatchGetRow', (c) => c.batchGetRow({ tables: [{ tableName, primaryKey: [primaryKey] }] })],
    ['BatchWriteRow', (c) => c.batchWriteRow({ tables: [{ tableName, rows: [{ ...put, attributeColumns: [] }] }] })],
  ])('is refused by %s', async (_, act) => {
    await expect(act(client)).rejects.toMatchObject({
      statusCode: 404,
      code: 'OTSObjectNotExist',
      message: 'Requested table does not exist.',
    });
  });
});

test('a new table is not ready until it has settled, but can be described', async () => {
  let now = Date.now();
  const slow = await startServer({ settleTableMs: 5000, now: () => now });
  const patient = sdkClient(slow);
  await createTable(patient);
  const read = () => patient.getRow({ tableName: 'tasks', primaryKey: key('a', '1') });
  now += 4999;
  await expect(read()).rejects.toMatchObject({ statusCode: 404, code: 'OTSTableNotReady' });
  expect(await patient.describeTable({ tableName: 'tasks' })).toMatchObject({ tableStatus: 3 });
  now += 1;
  expect(plain((await read()).row)).toEqual({});
  expect(await patient.describeTable({ tableName: 'tasks' })).toMatchObject({ tableStatus: 1 });
  await slow.close();
});
