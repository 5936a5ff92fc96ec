/** Which versions and columns a read answers, through the npm SDK. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, ignore, key, plain, sdkClient, startServer } from './trial';
import type { Value } from './value';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
});
afterEach(() => server.close());

const tableName = 'tasks';
const primaryKey = key('pending', '1');

describe('versions', () => {
  const versioned = 'versioned';
  const write = (value: string, timestamp: number) =>
    client.updateRow({
      tableName: versioned,
      primaryKey,
      condition: ignore,
      updateOfAttributeColumns: [{ PUT: [{ a: value, timestamp }] }],
    });
  const values = async (more: Partial<TS.GetRowParams>) => {
    const { row } = await client.getRow({ tableName: versioned, primaryKey, ...more });
    return (row?.attributes ?? []).map(({ columnValue }) => columnValue);
  };
  beforeEach(async () => {
    await createTable(client, versioned, { maxVersions: 3 });
    for (const [value, timestamp] of [
      ['two', 2000],
      ['four', 4000],
      ['three', 3000],
      ['one', 1000],
    ] as const)
      await write(value, timestamp);
  });

  test.each<[string, Partial<TS.GetRowParams>, string[]]>([
    ['the newest alone by default', {}, ['four']],
    ['as many as the table keeps, newest first', { maxVersions: 9 }, ['four', 'three', 'two']],
    [
      'those within a time range, its end excluded',
      { maxVersions: 9, timeRange: { startTime: 2000, endTime: 4000 } },
      ['three', 'two'],
    ],
    ['one by its time', { maxVersions: 9, timeRange: { specificTime: 3000 } }, ['three']],
  ])('are read: %s', async (_, more, expected) => {
    expect(await values(more)).toEqual(expected);
  });

  test('are overwritten by the same time and deleted one by one', async () => {
    await write('THREE', 3000);
    await client.updateRow({
      tableName: versioned,
      primaryKey,
      condition: ignore,
      updateOfAttributeColumns: [{ DELETE: [{ a: 4000 as unknown as TS.int64 }] }],
    });
    expect(await values({ maxVersions: 9 })).toEqual(['THREE', 'two']);
  });

  test('too far from the clock are refused', async () => {
    await createTable(client, 'strict', { maxTimeDeviation: 600 });
    const late = client.putRow({
      tableName: 'strict',
      primaryKey,
      condition: ignore,
      attributeColumns: [{ a: 'x', timestamp: 1000 }],
    });
    await expect(late).rejects.toMatchObject({ message: "Invalid timestamp. Cell: 'a'." });
  });
});

describe('a read of some columns', () => {
  beforeEach(async () => {
    await createTable(client);
    server.seed(tableName, [{ list: 'pending', id: '1', a: '1', b: '2', c: '3' }]);
  });
  const get = async (more: Partial<TS.GetRowParams> = {}) =>
    plain((await client.getRow({ tableName, primaryKey, ...more })).row);

  test.each<[string, Partial<TS.GetRowParams>, Record<string, Value>]>([
    ['those it names', { columnsToGet: ['c', 'a', 'a'] }, { a: '1', c: '3' }],
    ['those there are of them', { columnsToGet: ['c', 'z'] }, { c: '3' }],
    ['its key when it is named', { columnsToGet: ['id'] }, {}],
    ['from a column on', { startColumn: 'b' }, { b: '2', c: '3' }],
    ['up to a column', { endColumn: 'b' }, { a: '1' }],
    [
      'a page of them',
      { columnFilter: new TS.ColumnPaginationFilter(1, 1) as unknown as TS.ColumnCondition },
      { b: '2' },
    ],
  ])('answers %s', async (_, more, columns) => {
    expect(await get(more)).toEqual({ list: 'pending', id: '1', ...columns });
  });

  test('does not answer a row that has none of them', async () => {
    expect(await get({ columnsToGet: ['z'] })).toEqual({});
  });

  test('names at most 128, and no name that cannot be', async () => {
    const names = Array.from({ length: 129 }, (_, i) => `c${i}`);
    await expect(get({ columnsToGet: names })).rejects.toMatchObject({
      message: expect.stringContaining('column count: 129'),
    });
    await expect(get({ columnsToGet: ['#'] })).rejects.toMatchObject({ message: "Invalid column name: '#'." });
  });
});
