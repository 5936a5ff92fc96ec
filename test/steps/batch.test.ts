import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH_SIZE, cutBatches, halve } from '../../lib/steps/batch';

const listOf = (...ids: string[]) => ids.map((id) => ({ id }));
const idsIn = (batches: { id: string }[][]) => batches.map((batch) => batch.map(({ id }) => id));

/** U+FF5E comes before U+1F600 in UTF-8, and behind it in UTF-16. */
const WAVE = '\uFF5E';
const SMILE = '\u{1F600}';

describe('batches', () => {
  test.each<[string, string[], string | undefined, string[]]>([
    ['begin with the first task without a cursor', ['a', 'b', 'c'], undefined, ['a', 'b', 'c']],
    ['begin behind the cursor and go round', ['a', 'b', 'c'], 'b', ['c', 'a', 'b']],
    ['begin with the first task when the cursor is the last', ['a', 'b', 'c'], 'c', ['a', 'b', 'c']],
    ['begin behind the place of a cursor that is not on the list any more', ['a', 'c', 'd'], 'b', ['c', 'd', 'a']],
    ['begin with the first task when the cursor is behind all', ['a', 'b'], 'z', ['a', 'b']],
    ['begin with the first task when the cursor is before all', ['b', 'c'], 'a', ['b', 'c']],
    ['begin with the first task when the cursor is empty', ['a', 'b'], '', ['a', 'b']],
    ['order ids as texts, not as numbers', ['10', '100', '9'], '10', ['100', '9', '10']],
    ['order ids by their UTF-8 bytes', ['a', WAVE, SMILE], WAVE, [SMILE, 'a', WAVE]],
    ['go round behind the largest id in UTF-8', ['a', WAVE, SMILE], SMILE, ['a', WAVE, SMILE]],
    ['order capitals before small letters', ['B', 'a'], 'B', ['a', 'B']],
  ])('%s', (_why, ids, cursor, order) => {
    expect(idsIn(cutBatches(listOf(...ids), cursor))).toEqual([order]);
  });

  test('are of ten tasks, the last one of what is left', () => {
    const ids = Array.from({ length: 23 }, (_, i) => String(101 + i));
    expect(cutBatches(listOf(...ids)).map((batch) => batch.length)).toEqual([10, 10, 3]);
  });

  test('go round across the end of the list', () => {
    const ids = Array.from({ length: 12 }, (_, i) => String(101 + i));
    expect(idsIn(cutBatches(listOf(...ids), '105'))).toEqual([
      ['106', '107', '108', '109', '110', '111', '112', '101', '102', '103'],
      ['104', '105'],
    ]);
  });

  test.each([undefined, 'a'])('are none when there is no task (cursor %s)', (cursor) => {
    expect(cutBatches([], cursor)).toEqual([]);
  });

  test('hold every task once, as few as can be, the first behind the cursor first', () => {
    const ids = fc
      .uniqueArray(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 120 })
      .map((some) => some.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    const cursor = fc.option(fc.string({ unit: 'binary', maxLength: 5 }), { nil: undefined });
    fc.assert(
      fc.property(ids, cursor, (sorted, behind) => {
        const batches = cutBatches(listOf(...sorted), behind);
        expect(batches).toHaveLength(Math.ceil(sorted.length / BATCH_SIZE));
        expect(batches.every((batch) => batch.length <= BATCH_SIZE)).toBe(true);
        const later = sorted.filter((id) => behind !== undefined && Buffer.from(id).compare(Buffer.from(behind)) > 0);
        const earlier = sorted.filter((id) => !later.includes(id));
        expect(idsIn(batches).flat()).toEqual([...later, ...earlier]);
      }),
    );
  });
});

describe('halving', () => {
  test.each<[number, number, number]>([
    [10, 5, 5],
    [9, 5, 4],
    [3, 2, 1],
    [2, 1, 1],
    [1, 1, 0],
  ])('makes of %i tasks %i and %i', (size, first, second) => {
    const halves = halve(Array.from({ length: size }, (_, i) => i));
    expect(halves.map((half) => half.length)).toEqual([first, second]);
  });

  test('loses nobody, and leaves no half as large as the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 2, maxLength: 10 }), (batch) => {
        const [first, second] = halve(batch);
        expect([...first, ...second]).toEqual(batch);
        expect(Math.max(first.length, second.length)).toBeLessThan(batch.length);
      }),
    );
  });
});
