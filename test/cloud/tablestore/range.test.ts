/** GetRange and its pages, through the npm SDK. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, key, plain, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
  await createTable(client);
});
afterEach(() => server.close());

const all: [TS.PrimaryKeyInput, TS.PrimaryKeyInput] = [
  [{ list: TS.INF_MIN }, { id: TS.INF_MIN }],
  [{ list: TS.INF_MAX }, { id: TS.INF_MAX }],
];
const of = (list: string): [TS.PrimaryKeyInput, TS.PrimaryKeyInput] => [
  [{ list }, { id: TS.INF_MIN }],
  [{ list }, { id: TS.INF_MAX }],
];
const read = ([from, to]: [TS.PrimaryKeyInput, TS.PrimaryKeyInput], more: Partial<TS.GetRangeParams> = {}) =>
  client.getRange({
    tableName: 'tasks',
    direction: 'FORWARD',
    inclusiveStartPrimaryKey: from,
    exclusiveEndPrimaryKey: to,
    ...more,
  });
const ids = ({ rows }: TS.GetRangeResult) => rows.map((row) => plain(row).id);
const next = ({ nextStartPrimaryKey }: TS.GetRangeResult): TS.PrimaryKeyInput | undefined =>
  nextStartPrimaryKey?.map(({ name, value }) => ({ [name]: value }));
const backward = { direction: 'BACKWARD' } as const;
const numbered = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ list: 'pending', id: String(i).padStart(6, '0'), ...more }));

describe('a range', () => {
  beforeEach(() => {
    const rows = ['c', 'a', 'b'].flatMap((list) => ['2', '1'].map((id) => ({ list, id: list + id, n: 1n })));
    server.seed('tasks', rows);
  });

  test.each<[string, [TS.PrimaryKeyInput, TS.PrimaryKeyInput], Partial<TS.GetRangeParams>, string[]]>([
    ['of everything comes in the order of the keys', all, {}, ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']],
    ['backward comes in the other order', [all[1], all[0]], backward, ['c2', 'c1', 'b2', 'b1', 'a2', 'a1']],
    ['of a prefix', of('b'), {}, ['b1', 'b2']],
    ['includes its start and excludes its end', [key('a', 'a2'), key('c', 'c1')], {}, ['a2', 'b1', 'b2']],
    ['backward too', [key('c', 'c1'), key('a', 'a2')], backward, ['c1', 'b2', 'b1']],
    ['between keys that do not exist', [key('a', 'a11'), key('b', 'b11')], {}, ['a2', 'b1']],
    ['backward between keys that do not exist', [key('b', 'b11'), key('a', 'a11')], backward, ['b1', 'a2']],
    ['of nothing', of('x'), {}, []],
  ])('%s', async (_, ends, more, expected) => {
    const answer = await read(ends, more);
    expect(ids(answer)).toEqual(expected);
    expect(answer.nextStartPrimaryKey).toBeNull();
  });

  test('ends at its limit and names the next row, as long as one is left', async () => {
    const first = await read(all, { limit: 4 });
    expect([ids(first), next(first)]).toEqual([['a1', 'a2', 'b1', 'b2'], key('c', 'c1')]);
    const rest = await read([next(first) ?? [], all[1]], { limit: 2 });
    expect([ids(rest), next(rest)]).toEqual([['c1', 'c2'], undefined]);
  });

  test('backward, too', async () => {
    const first = await read([all[1], all[0]], { ...backward, limit: 5 });
    expect([ids(first), next(first)]).toEqual([['c2', 'c1', 'b2', 'b1', 'a2'], key('a', 'a1')]);
  });

  test('counts to its limit only rows that pass the filter', async () => {
    const columnFilter = new TS.SingleColumnCondition('id', 'b1', TS.ComparatorType.GREATER_EQUAL, false, true);
    const answer = await read(all, { limit: 1, columnFilter });
    expect([ids(answer), next(answer)]).toEqual([['b1'], key('b', 'b2')]);
  });

  test('leaves out rows that have none of the named columns', async () => {
    server.seed('tasks', [{ list: 'b', id: 'b1' }]);
    expect(ids(await read(of('b'), { columnsToGet: ['n'] }))).toEqual(['b2']);
    expect(ids(await read(of('b'), { columnsToGet: ['n', 'id'] }))).toEqual(['b1', 'b2']);
  });

  test.each<[string, [TS.PrimaryKeyInput, TS.PrimaryKeyInput], Partial<TS.GetRangeParams>, string, string]>([
    [
      'forward from a later key',
      [all[1], all[0]],
      {},
      'OTSParameterInvalid',
      'Begin key must less than end key in FORWARD.',
    ],
    [
      'from a key to itself',
      [key('a', '1'), key('a', '1')],
      {},
      'OTSParameterInvalid',
      'Begin key must less than end key in FORWARD.',
    ],
    [
      'backward from an earlier key',
      all,
      backward,
      'OTSParameterInvalid',
      'Begin key must more than end key in BACKWARD.',
    ],
    ['with a negative limit', all, { limit: -1 }, 'OTSParameterInvalid', 'The limit must be greater than 0.'],
    [
      'with a negative number of versions',
      all,
      { maxVersions: -1 },
      'OTSParameterInvalid',
      'Invalid max versions: -1. Reason: Max versions must be positive.',
    ],
    ['with other names', [[{ name: 'a' }, { value: 'b' }], all[1]], {}, 'OTSInvalidPK', 'Primary key schema mismatch.'],
    ['with a column less', [[{ list: 'a' }], all[1]], {}, 'OTSInvalidPK', 'Primary key schema mismatch.'],
  ])('is refused %s', async (_, ends, more, code, message) => {
    await expect(read(ends, more)).rejects.toMatchObject({ statusCode: 400, code, message });
  });
});

describe('a page', () => {
  test('has at most 5,000 rows, and the pages have every row once', async () => {
    server.seed('tasks', numbered(12_001));
    const sizes: number[] = [];
    const seen = new Set<unknown>();
    for (let from: TS.PrimaryKeyInput | undefined = all[0]; from; ) {
      const page = await read([from, all[1]]);
      sizes.push(page.rows.length);
      for (const id of ids(page)) seen.add(id);
      from = next(page);
    }
    expect(sizes).toEqual([5000, 5000, 2001]);
    expect(seen.size).toBe(12_001);
  });

  test('has at most 4 MB, but always a row', async () => {
    server.seed('tasks', numbered(5, { a: 'x'.repeat(2_000_000) }));
    const page = await read(all);
    expect([ids(page), next(page)]).toEqual([['000000', '000001'], key('pending', '000002')]);
  });

  test('can be empty and not the last when a filter lets nothing through', async () => {
    server.seed('tasks', [...numbered(5000), { list: 'pending', id: 'last', hit: true }]);
    const columnFilter = new TS.SingleColumnCondition('hit', true, TS.ComparatorType.EQUAL, false, true);
    const first = await read(all, { columnFilter });
    expect([ids(first), next(first)]).toEqual([[], key('pending', 'last')]);
    expect(ids(await read([next(first) ?? [], all[1]], { columnFilter }))).toEqual(['last']);
  });
});
