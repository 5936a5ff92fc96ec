/** Reading the list: each row once, beginning behind the cursor, and what happens when it can't be read to its end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TablestoreError } from '../lib/errors';
import { createReading, type Found, type Reading, type ReadingOptions } from '../lib/read';
import { BATCH_SIZE } from '../lib/steps/batch';
import type { Owed } from '../lib/task';
import { MemoryList } from './support/memory-list';
import { owed } from './support/tasks';
import { type LogLine, quietLog, waiting } from './support/world';

const ALL: ReadingOptions = { cursor: undefined, mayRead: () => true, tellable: () => true };

function listOf(ids: readonly string[], pageSize = 5_000): MemoryList {
  const list = new MemoryList({ pageSize });
  for (const id of ids) list.pending.set(id, waiting(id));
  return list;
}

async function readAll(
  list: MemoryList,
  options: Partial<ReadingOptions> = {},
  lines: LogLine[] = [],
): Promise<{ batches: string[][]; found: Found; troubles: unknown[] }> {
  const troubles: unknown[] = [];
  const world = { list, log: quietLog(lines), trouble: (error: unknown) => void troubles.push(error) };
  const reading: Reading = createReading(await list.read(), { ...ALL, ...options }, world);
  const batches: string[][] = [];
  for await (const batch of reading.batches) batches.push(batch.map(({ id }) => id));
  return { batches, found: reading.found(), troubles };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(1_001 + i));

describe('reading the list', () => {
  it.each<[string, string[], number, string | undefined, string[][]]>([
    ['begins at its head', ['a', 'b', 'c'], 9, undefined, [['a', 'b', 'c']]],
    ['begins behind the cursor, and goes round', ['a', 'b', 'c'], 9, 'b', [['c', 'a', 'b']]],
    [
      'begins behind the cursor on the first of many pages',
      ['a', 'b', 'c', 'd', 'e'],
      2,
      'a',
      [['b', 'c', 'd', 'e', 'a']],
    ],
    [
      'begins behind a cursor at the end of the first page',
      ['a', 'b', 'c', 'd', 'e'],
      2,
      'b',
      [['c', 'd', 'e', 'a', 'b']],
    ],
    ['begins behind the cursor on a later page', ['a', 'b', 'c', 'd', 'e'], 2, 'd', [['e', 'a', 'b', 'c', 'd']]],
    [
      'begins at the head when the cursor is behind all',
      ['a', 'b', 'c', 'd', 'e'],
      2,
      'z',
      [['a', 'b', 'c', 'd', 'e']],
    ],
    ['finds nothing on an empty list', [], 2, 'b', []],
  ])('%s', async (_why, ids, pageSize, cursor, batches) => {
    const read = await readAll(listOf(ids, pageSize), { cursor });
    expect(read.batches).toEqual(batches);
    expect(read.found).toMatchObject({ rows: ids.length, whole: true });
  });

  it('gives every task once, ten at a time across pages, those behind the cursor first', async () => {
    const ids = fc
      .uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }), { maxLength: 60 })
      .map((some) => some.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    const cursor = fc.option(fc.string({ unit: 'binary', maxLength: 4 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(ids, cursor, fc.integer({ min: 1, max: 12 }), async (sorted, behind, pageSize) => {
        const { batches, found } = await readAll(listOf(sorted, pageSize), { cursor: behind });
        const later = sorted.filter((id) => behind !== undefined && Buffer.from(id).compare(Buffer.from(behind)) > 0);
        const earlier = sorted.filter((id) => !later.includes(id));
        expect(batches.flat()).toEqual([...later, ...earlier]);
        expect(batches).toHaveLength(Math.ceil(sorted.length / BATCH_SIZE));
        expect(found).toMatchObject({ rows: sorted.length, whole: true });
      }),
    );
  });

  it('reads a page only when its tasks are wanted', async () => {
    const list = listOf(numbered(100), 10);
    let reads = 0;
    const read = list.read.bind(list);
    list.read = (from) => {
      reads++;
      return read(from);
    };
    const reading = createReading(await list.read(), ALL, { list, log: quietLog() });
    const batches = reading.batches[Symbol.asyncIterator]();
    await batches.next();
    await batches.next();
    expect(reads).toBe(2);
  });

  it('stops when there is no time for another page, and says that it was not all', async () => {
    let pages = 3;
    const { batches, found } = await readAll(listOf(numbered(100), 10), { mayRead: () => pages-- > 0 });
    expect(batches).toHaveLength(4);
    expect(found).toMatchObject({ rows: 40, whole: false });
  });

  it('is not all when there was no time to come round', async () => {
    let pages = 1;
    const { batches, found } = await readAll(listOf(numbered(30), 10), { cursor: '1020', mayRead: () => pages-- > 0 });
    expect([batches.flat(), found.whole]).toEqual([numbered(30).slice(20, 29), false]);
  });

  it('goes on with what it has when a later page can not be read, and says so to the operator', async () => {
    const list = listOf(numbered(30), 10);
    const read = list.read.bind(list);
    const error = new TablestoreError('GetRange', 'OTSTimeout', 'GetRange: timeout', false);
    list.read = async (from) => {
      if (from === '1021') throw error;
      return read(from);
    };
    const lines: LogLine[] = [];
    const { batches, found, troubles } = await readAll(list, {}, lines);
    expect([batches.flat().length, found.whole, troubles]).toEqual([20, false, [error]]);
    expect(lines).toMatchObject([{ level: 'error', fields: { code: 'OTSTimeout' } }]);
  });
});

describe('of the settled tasks of earlier sweeps', () => {
  const settledAt = (id: string, settled: number, fields: Partial<Owed> = {}) => owed({ id, settled, ...fields });

  it('the oldest come first, wherever they stand', async () => {
    const list = listOf([]);
    for (const [id, settled] of [
      ['a', 3],
      ['b', 1],
      ['c', 2],
    ] as const)
      list.pending.set(id, settledAt(id, settled));
    const { found } = await readAll(list);
    expect(found.earlier.tasks.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('only the oldest 5,000 are kept, of the others their number and submissions', async () => {
    const list = listOf([], 1_000);
    const ids = Array.from({ length: 12_345 }, (_, i) => String(100_000 + i));
    // The oldest stand at the end of the list.
    for (const [i, id] of ids.entries()) list.pending.set(id, settledAt(id, 99_999 - i, { submission: `s${i}` }));
    const { earlier } = (await readAll(list)).found;
    expect([earlier.tasks.length, earlier.others, earlier.submissions.size]).toEqual([5_000, 7_345, 7_345]);
    expect([earlier.tasks[0]?.id, earlier.tasks.at(-1)?.id]).toEqual(['112344', '107345']);
    expect(earlier.submissions.has('s7344')).toBe(true);
  });

  it('those that can not be told now do not use up the others’ turns', async () => {
    const list = listOf([]);
    list.pending.set('a', settledAt('a', 1, { submission: 's' })).set('b', settledAt('b', 2));
    const { earlier } = (await readAll(list, { tellable: ({ id }) => id === 'b' })).found;
    expect(earlier).toEqual({ tasks: [settledAt('b', 2)], others: 1, submissions: new Set(['s']) });
  });
});
