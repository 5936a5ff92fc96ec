/** Single rows written and read, through the npm SDK. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, ignore, key, plain, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
  await createTable(client);
});
afterEach(() => server.close());

const tableName = 'tasks';
const primaryKey = key('pending', '1');
const long = (text: string) => TS.Long.fromString(text);
const put = (attributeColumns: TS.AttributesInput, condition = ignore) =>
  client.putRow({ tableName, primaryKey, condition, attributeColumns });
const update = (updateOfAttributeColumns: TS.UpdateRowParams['updateOfAttributeColumns'], condition = ignore) =>
  client.updateRow({ tableName, primaryKey, condition, updateOfAttributeColumns });
const remove = (condition = ignore) => client.deleteRow({ tableName, primaryKey, condition });
const get = async (more: Partial<TS.GetRowParams> = {}) =>
  plain((await client.getRow({ tableName, primaryKey, ...more })).row);
const stored = () => server.rows(tableName)[0];

describe('a row', () => {
  test('keeps every type', async () => {
    await put([
      { s: 'ключ ✓' },
      { i: long('-9007199254740993') },
      { d: 1.5 },
      { t: true },
      { f: false },
      { b: Buffer.from([0, 255]) },
    ]);
    const row = {
      list: 'pending',
      id: '1',
      s: 'ключ ✓',
      i: -9007199254740993n,
      d: 1.5,
      t: true,
      f: false,
      b: Buffer.from([0, 255]),
    };
    expect(await get()).toEqual(row);
    expect(stored()).toEqual(row);
  });

  test('may be its key alone', async () => {
    await put([]);
    expect(await get()).toEqual({ list: 'pending', id: '1' });
  });

  test('carries the time it was written with every column, and columns come by name', async () => {
    const before = Date.now();
    await put([{ b: 'x' }, { a: 'y' }]);
    const { row } = await client.getRow({ tableName, primaryKey });
    expect(row?.attributes?.map(({ columnName }) => columnName)).toEqual(['a', 'b']);
    for (const { timestamp } of row?.attributes ?? []) {
      expect(Number(timestamp)).toBeGreaterThanOrEqual(before);
      expect(Number(timestamp)).toBeLessThanOrEqual(Date.now());
    }
  });

  test('that is missing is an empty answer', async () => {
    expect(await get()).toEqual({});
  });

  test('that is put again keeps nothing of what it was', async () => {
    await put([{ a: 'x' }, { b: 'x' }]);
    await put([{ b: 'y' }]);
    expect(stored()).toEqual({ list: 'pending', id: '1', b: 'y' });
  });

  test('that is updated keeps the other columns', async () => {
    await put([{ a: 'x' }, { b: 'x' }, { c: 'x' }]);
    await update([{ PUT: [{ b: 'y' }, { d: 'z' }] }, { DELETE_ALL: ['c', 'unknown'] }]);
    expect(stored()).toEqual({ list: 'pending', id: '1', a: 'x', b: 'y', d: 'z' });
  });

  test('is created by an update, but not by deletions alone', async () => {
    await update([{ DELETE_ALL: ['a'] }]);
    expect(stored()).toBeUndefined();
    await update([{ PUT: [{ a: 'x' }] }]);
    expect(stored()).toEqual({ list: 'pending', id: '1', a: 'x' });
  });

  test('stays when its last column is deleted', async () => {
    await put([{ a: 'x' }]);
    await update([{ DELETE_ALL: ['a'] }]);
    expect(await get()).toEqual({ list: 'pending', id: '1' });
  });

  test('counts up from nothing, and exactly', async () => {
    await update([{ INCREMENT: [{ n: long('9007199254740993') }] }]);
    await update([{ INCREMENT: [{ n: long('-1') }] }]);
    expect(stored()).toMatchObject({ n: 9007199254740992n });
    await put([{ n: 'text' }]);
    await expect(update([{ INCREMENT: [{ n: long('1') }] }])).rejects.toMatchObject({ code: 'OTSParameterInvalid' });
  });

  test('is deleted, and deleting it again is no error', async () => {
    await put([{ a: 'x' }]);
    await remove();
    await remove();
    expect(stored()).toBeUndefined();
  });

  test('is answered by a write only when asked for', async () => {
    const write = { tableName, primaryKey, condition: ignore };
    expect((await put([{ a: 'x' }])).row).toEqual({});
    const returned = await client.putRow({
      ...write,
      attributeColumns: [{ a: 'x' }],
      returnContent: { returnType: 1 },
    });
    expect(plain(returned.row)).toEqual({ list: 'pending', id: '1' });
    const after = await client.updateRow({
      ...write,
      updateOfAttributeColumns: [{ INCREMENT: [{ n: long('5') }] }],
      returnContent: { returnType: 2, returnColumns: ['n'] },
    });
    expect(plain(after.row)).toEqual({ list: 'pending', id: '1', n: 5n });
  });

  test('takes a number from the service for an automatic key column', async () => {
    await createTable(client, 'numbered', {
      primaryKey: [
        { name: 's', type: 'STRING' },
        { name: 'n', type: 'INTEGER', option: 1 },
      ],
    });
    const automatic: TS.PrimaryKeyInput = [{ s: 'a' }, { n: TS.PK_AUTO_INCR }];
    const write = { tableName: 'numbered', primaryKey: automatic, attributeColumns: [] };
    const first = plain((await client.putRow({ ...write, condition: ignore, returnContent: { returnType: 1 } })).row);
    const second = plain((await client.putRow({ ...write, condition: ignore, returnContent: { returnType: 1 } })).row);
    expect(server.rows('numbered')).toEqual([first, second]);
    expect(Number(second.n)).toBeGreaterThan(Number(first.n));
    const expecting = new TS.Condition(TS.RowExistenceExpectation.EXPECT_NOT_EXIST, null);
    await expect(client.putRow({ ...write, condition: expecting })).rejects.toMatchObject({
      code: 'OTSParameterInvalid',
    });
  });

  test('costs a unit for every 4 KB', async () => {
    expect((await put([{ a: 'x'.repeat(5000) }])).consumed).toMatchObject({ capacityUnit: { read: 0, write: 2 } });
    expect((await client.getRow({ tableName, primaryKey })).consumed).toMatchObject({
      capacityUnit: { read: 2, write: 0 },
    });
  });
});

describe('a key that is not the table’s', () => {
  test.each<[string, TS.PrimaryKeyInput]>([
    ['another name', [{ list: 'a' }, { other: '1' }]],
    ['another order', [{ id: '1' }, { list: 'a' }]],
    ['a column less', [{ list: 'a' }]],
    ['a column more', [{ list: 'a' }, { id: '1' }, { more: '1' }]],
    ['another type', [{ list: 'a' }, { id: long('1') }]],
  ])('%s is refused', async (_, primaryKey) => {
    const refusal = { statusCode: 400, code: 'OTSInvalidPK', message: 'Primary key schema mismatch.' };
    const write = { tableName, primaryKey, condition: ignore };
    await expect(client.getRow({ tableName, primaryKey })).rejects.toMatchObject(refusal);
    await expect(client.putRow({ ...write, attributeColumns: [] })).rejects.toMatchObject(refusal);
    await expect(
      client.updateRow({ ...write, updateOfAttributeColumns: [{ PUT: [{ a: 'x' }] }] }),
    ).rejects.toMatchObject(refusal);
    await expect(client.deleteRow(write)).rejects.toMatchObject(refusal);
  });
});

describe('a write is refused', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    [
      'when a key is too long',
      () =>
        client.putRow({ tableName, primaryKey: key('a', 'é'.repeat(513)), condition: ignore, attributeColumns: [] }),
      'with CurrentLength: 1026',
    ],
    [
      'when a key is an end of a range',
      () =>
        client.putRow({
          tableName,
          primaryKey: [{ list: 'a' }, { id: TS.INF_MIN }],
          condition: ignore,
          attributeColumns: [],
        }),
      'VT_INF_MIN is an invalid type for the primary key.',
    ],
    [
      'when a value is too long',
      () => put([{ a: 'x'.repeat(2 * 1024 * 1024 + 1) }]),
      'exceeded the MaxLength: 2097152',
    ],
    [
      'when it is too long in all',
      () => put(['a', 'b', 'c'].map((name) => ({ [name]: 'x'.repeat(1_500_000) }))),
      'The total data size of PutRow request exceeds the limit',
    ],
    ['when a column has no proper name', () => put([{ 'a-b': 'x' }]), "Invalid column name: 'a-b'."],
    [
      'when a column is named like a key',
      () => put([{ id: 'x' }]),
      'Duplicated attribute column name with primary key column',
    ],
    [
      'when it has too many columns',
      () => put(Array.from({ length: 1025 }, (_, i) => ({ [`c${i}`]: 'x' }))),
      'column count: 1025',
    ],
    ['when an update changes nothing', () => update([]), 'missing cells in request'],
  ])('%s', async (_, act, message) => {
    await expect(act()).rejects.toMatchObject({
      code: 'OTSParameterInvalid',
      message: expect.stringContaining(message),
    });
    expect(server.rows(tableName)).toEqual([]);
  });
});
