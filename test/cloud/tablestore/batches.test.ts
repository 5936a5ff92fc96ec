/** BatchWriteRow and BatchGetRow, through the npm SDK. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, errorIn, ignore, key, plain, rawRequest, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
  await createTable(client);
});
afterEach(() => server.close());

const tableName = 'tasks';
const { EXPECT_EXIST, EXPECT_NOT_EXIST } = TS.RowExistenceExpectation;
const absent = new TS.Condition(EXPECT_NOT_EXIST, null);
const present = new TS.Condition(EXPECT_EXIST, null);
type Write = TS.BatchWriteRowParams['tables'][number]['rows'][number];
const put = (id: string, condition = ignore, attributeColumns: TS.AttributesInput = []): Write => ({
  type: 'PUT',
  primaryKey: key('a', id),
  condition,
  attributeColumns,
});
const write = (...rows: Write[]) => client.batchWriteRow({ tables: [{ tableName, rows }] });
const outcomes = ({ tables }: TS.BatchWriteRowResult) => tables.map(({ isOk, errorCode }) => (isOk ? 'ok' : errorCode));
const many = <T>(count: number, make: (id: string) => T) => Array.from({ length: count }, (_, i) => make(String(i)));

describe('a batch of writes', () => {
  test('writes every row that can be written, and says which could not', async () => {
    server.seed(tableName, [
      { list: 'a', id: '1', n: 'old' },
      { list: 'a', id: '2', n: 'old', m: 'old' },
      { list: 'a', id: '3' },
    ]);
    const answer = await write(
      put('1', absent, [{ n: 'new' }]),
      { type: 'UPDATE', primaryKey: key('a', '2'), condition: present, attributeColumns: [{ PUT: [{ n: 'new' }] }] },
      { type: 'DELETE', primaryKey: key('a', '3'), condition: present },
      { type: 'DELETE', primaryKey: key('a', '4'), condition: present },
      { ...put('5'), primaryKey: [{ list: 'a' }, { other: '5' }] },
      put('6', absent, [{ n: 'new' }]),
    );
    expect(outcomes(answer)).toEqual([
      'OTSConditionCheckFail',
      'ok',
      'ok',
      'OTSConditionCheckFail',
      'OTSInvalidPK',
      'ok',
    ]);
    expect(server.rows(tableName)).toEqual([
      { list: 'a', id: '1', n: 'old' },
      { list: 'a', id: '2', n: 'new', m: 'old' },
      { list: 'a', id: '6', n: 'new' },
    ]);
    expect(server.requests.rowsWritten).toEqual({ put: 1, update: 1, delete: 1 });
  });

  test('writes to several tables', async () => {
    await createTable(client, 'other');
    const answer = await client.batchWriteRow({
      tables: [
        { tableName: 'other', rows: [put('1')] },
        { tableName, rows: [put('1'), put('2')] },
      ],
    });
    expect(answer.tables.map(({ tableName, isOk }) => [tableName, isOk])).toEqual([
      ['other', true],
      [tableName, true],
      [tableName, true],
    ]);
    expect([server.rows('other').length, server.rows(tableName).length]).toEqual([1, 2]);
  });

  test('returns a key to the row that asked for it', async () => {
    const [first, second] = (await write({ ...put('1'), returnContent: { returnType: 1 } } as Write, put('2'))).tables;
    expect(first?.primaryKey?.map(({ value }) => value)).toEqual(['a', '1']);
    expect(second?.primaryKey).toBeNull();
  });

  test('has room for 200 rows', async () => {
    expect(outcomes(await write(...many(200, (id) => put(id)))).every((outcome) => outcome === 'ok')).toBe(true);
  });

  test('writes the same row twice when nothing is expected of it', async () => {
    expect(outcomes(await write(put('1'), put('1', ignore, [{ n: 'last' }])))).toEqual(['ok', 'ok']);
    expect(server.rows(tableName)).toEqual([{ list: 'a', id: '1', n: 'last' }]);
  });

  const mb = 'x'.repeat(1024 * 1024);
  test.each<[string, () => Promise<unknown>, string]>([
    ['more than 200 rows', () => write(...many(201, (id) => put(id))), 'Rows count exceeds the upper limit: 200.'],
    [
      'more than 4 MB',
      () => write(...many(5, (id) => put(id, ignore, [{ mb }]))),
      'The total data size of BatchWriteRow request exceeds',
    ],
    ['a table without rows', () => write(), "No operation is specified for table: 'tasks'."],
    [
      'a table named twice',
      () =>
        client.batchWriteRow({
          tables: [
            { tableName, rows: [put('1')] },
            { tableName, rows: [put('2')] },
          ],
        }),
      "Duplicated table name: 'tasks'.",
    ],
    ['a malformed row', () => write(put('1'), put('2', ignore, [{ '#': 'x' }])), "Invalid column name: '#'."],
    [
      'the same row twice with an expectation',
      () => write(put('1'), put('1', absent)),
      'Repeated rows do not support row exist expectation check in BatchModify.',
    ],
  ])('is refused as a whole for %s', async (_, act, message) => {
    await expect(act()).rejects.toMatchObject({
      code: 'OTSParameterInvalid',
      message: expect.stringContaining(message),
    });
    expect(server.rows(tableName)).toEqual([]);
  });

  test('is refused when it has no table', async () => {
    expect(errorIn(await rawRequest(server, 'BatchWriteRow'))).toMatchObject({
      status: 400,
      message: 'No row is specified in BatchWriteRow.',
    });
  });
});

describe('a batch of reads', () => {
  const get = (primaryKey: TS.PrimaryKeyInput[], more: object = {}) =>
    client.batchGetRow({ tables: [{ tableName, primaryKey, ...more }] });
  beforeEach(() =>
    server.seed(
      tableName,
      many(3, (id) => ({ list: 'a', id, n: `v${id}` })),
    ),
  );

  test('answers every row in the order asked, a missing one without content', async () => {
    const [rows = []] = (await get([key('a', '2'), key('a', 'missing'), key('a', '0')])).tables;
    expect(rows.map(({ isOk }) => isOk)).toEqual([true, true, true]);
    expect(rows.map(plain)).toEqual([{ list: 'a', id: '2', n: 'v2' }, {}, { list: 'a', id: '0', n: 'v0' }]);
  });

  test('refuses a key that is not the table’s for that row alone', async () => {
    const [rows = []] = (await get([[{ list: 'a' }, { other: '1' }], key('a', '1')])).tables;
    expect(rows.map(({ isOk, errorCode }) => [isOk, errorCode])).toEqual([
      [false, 'OTSInvalidPK'],
      [true, null],
    ]);
  });

  test('reads some columns, and through a filter', async () => {
    const columnFilter = new TS.SingleColumnCondition('n', 'v1', TS.ComparatorType.EQUAL, false, true);
    const [rows = []] = (await get([key('a', '0'), key('a', '1')], { columnFilter })).tables;
    expect(rows.map(plain)).toEqual([{}, { list: 'a', id: '1', n: 'v1' }]);
    const [none = []] = (await get([key('a', '0')], { columnsToGet: ['z'] })).tables;
    expect(none.map(plain)).toEqual([{}]);
  });

  test('has room for 100 rows', async () => {
    const [rows = []] = (await get(many(100, (id) => key('a', id)))).tables;
    expect(rows).toHaveLength(100);
    await expect(get(many(101, (id) => key('a', id)))).rejects.toMatchObject({
      message: 'Rows count exceeds the upper limit: 100.',
    });
  });

  test('is refused when it has no table', async () => {
    expect(errorIn(await rawRequest(server, 'BatchGetRow')).message).toBe(
      'No row specified in the request of BatchGetRow.',
    );
  });
});
