/** What reads and writes cost in capacity units, through the npm SDK. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, ignore, key, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
  await createTable(client);
  server.seed(tableName, [
    { list: 'a', id: 'large', a: text(5_000), n: 1n },
    { list: 'a', id: 'small', n: 1n },
  ]);
  server.requests.clear();
});
afterEach(() => server.close());

const tableName = 'tasks';
const text = (length: number) => 'x'.repeat(length);
const { IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST } = TS.RowExistenceExpectation;
const present = new TS.Condition(EXPECT_EXIST, null);
const absent = new TS.Condition(EXPECT_NOT_EXIST, null);
const holds = (n: number, existence: 0 | 1 = IGNORE) =>
  new TS.Condition(existence, new TS.SingleColumnCondition('n', TS.Long.fromNumber(n), TS.ComparatorType.EQUAL, false));
const lenient = new TS.SingleColumnCondition('n', TS.Long.fromNumber(1), TS.ComparatorType.EQUAL, true);
const put = (id: string, length: number, condition = ignore) =>
  client.putRow({ tableName, primaryKey: key('a', id), condition, attributeColumns: [{ a: text(length) }] });
const update = (id: string, length: number, condition = ignore) =>
  client.updateRow({
    tableName,
    primaryKey: key('a', id),
    condition,
    updateOfAttributeColumns: [{ PUT: [{ b: text(length) }] }],
  });
const remove = (id: string, condition = ignore) => client.deleteRow({ tableName, primaryKey: key('a', id), condition });
const get = (id: string, more: Partial<TS.GetRowParams> = {}) =>
  client.getRow({ tableName, primaryKey: key('a', id), ...more });
const range = (more: Partial<TS.GetRangeParams> = {}, list = 'a') =>
  client.getRange({
    tableName,
    direction: 'FORWARD',
    inclusiveStartPrimaryKey: [{ list }, { id: TS.INF_MIN }],
    exclusiveEndPrimaryKey: [{ list }, { id: TS.INF_MAX }],
    ...more,
  });
const other = new TS.SingleColumnCondition('n', TS.Long.fromNumber(2), TS.ComparatorType.EQUAL, false);
type Costs = [why: string, act: () => Promise<unknown>, read: number, write: number];

describe('a read costs a unit for every 4 KB begun', () => {
  test.each<Costs>([
    ['of a small row', () => get('small'), 1, 0],
    ['of a large one', () => get('large'), 2, 0],
    ['of a row that is missing', () => get('missing'), 1, 0],
    ['of some columns: only what these hold', () => get('large', { columnsToGet: ['n'] }), 1, 0],
    ['of a row the filter holds back: as if it had not', () => get('large', { columnFilter: other }), 2, 0],
    ['of a range: all its rows together', () => range(), 2, 0],
    ['of a range of nothing', () => range({}, 'nothing'), 1, 0],
    ['of a range, filtered: as if it were not', () => range({ columnFilter: other }), 2, 0],
    ['of a range, some columns', () => range({ columnsToGet: ['n'] }), 1, 0],
    [
      'of a batch: each row by itself, missing ones too',
      () =>
        client.batchGetRow({
          tables: [{ tableName, primaryKey: [key('a', 'large'), key('a', 'small'), key('a', 'missing')] }],
        }),
      4,
      0,
    ],
  ])('%s', async (_, act, read, write) => {
    await act();
    expect(server.requests.consumed).toEqual({ read, write });
  });

  test('a range of many small rows is rounded up once', async () => {
    server.seed(
      tableName,
      Array.from({ length: 100 }, (_, i) => ({ list: 'many', id: String(i), a: text(82) })),
    );
    // 100 rows of 95 bytes.
    expect((await range({}, 'many')).consumed).toMatchObject({ capacityUnit: { read: 3, write: 0 } });
  });
});

describe('a write costs a unit for every 4 KB begun, and its condition what it has to read', () => {
  test.each<Costs>([
    ['a put', () => put('new', 5_000), 0, 2],
    ['a put over a larger row', () => put('large', 10), 0, 1],
    ['an update: only what it writes', () => update('large', 10), 0, 1],
    ['a deletion: the key', () => remove('large'), 0, 1],
    ['a put expected to be new', () => put('new', 5_000, absent), 1, 2],
    ['an update of a row that must exist: its key is read', () => update('large', 10, present), 1, 1],
    ['a deletion on condition of a column: the row is read', () => remove('large', holds(1)), 2, 1],
    ['both conditions: the row is read once', () => update('large', 5_000, holds(1, EXPECT_EXIST)), 2, 2],
    ['a column of a missing row', () => put('new', 10, new TS.Condition(IGNORE, lenient)), 1, 1],
  ])('%s', async (_, act, read, write) => {
    expect(await act()).toMatchObject({ consumed: { capacityUnit: { read, write } } });
    expect(server.requests.consumed).toEqual({ read, write });
  });

  test('each row of a batch by itself, refused ones too', async () => {
    const row = (id: string, condition: TS.Condition) =>
      ({
        type: 'PUT',
        primaryKey: key('a', id),
        condition,
        attributeColumns: [],
      }) as TS.BatchWriteRowParams['tables'][number]['rows'][number];
    const { tables } = await client.batchWriteRow({
      tables: [{ tableName, rows: [row('1', ignore), row('2', absent), row('small', absent)] }],
    });
    expect(tables.map(({ capacityUnit }) => capacityUnit)).toMatchObject([
      { read: 0, write: 1 },
      { read: 1, write: 1 },
      {},
    ]);
    expect(server.requests.consumed).toEqual({ read: 2, write: 3 });
  });
});

describe('a refusal costs', () => {
  const missing = { tableName: 'missing', primaryKey: key('a', '1'), condition: ignore };
  const busy = async (act: () => Promise<unknown>) => {
    server.refuse(503, 'OTSServerBusy', 'The server is busy.');
    await act();
  };
  const stranger = () => sdkClient(server, 'not the secret').getRow({ tableName, primaryKey: key('a', 'small') });

  test.each<Costs>([
    ['a unit of each kind when a row should exist', () => update('new', 5_000, present), 1, 1],
    ['a unit of each kind when a row should not', () => put('large', 5_000, absent), 1, 1],
    ['a unit of each kind when a column is another', () => remove('small', holds(2)), 1, 1],
    ['a read in a read', () => client.getRow(missing), 1, 0],
    ['a write in a write', () => client.deleteRow(missing), 0, 1],
    ['nothing when the service is at fault', () => busy(() => get('large')), 0, 0],
    ['nothing for tables', () => client.deleteTable(missing), 0, 0],
    ['nothing to somebody unknown', stranger, 0, 0],
  ])('%s', async (_, act, read, write) => {
    await expect(act()).rejects.toThrow();
    expect(server.requests.consumed).toEqual({ read, write });
  });
});
