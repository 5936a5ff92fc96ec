import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH_SIZE, fillBatches, halve } from '../../lib/steps/batch';

describe('batches', () => {
  test.each<[number, number, number[], number]>([
    [0, 0, [], 0],
    [0, 9, [], 9],
    [0, 10, [10], 0],
    [9, 1, [10], 0],
    [9, 12, [10, 10], 1],
    [3, 0, [], 3],
  ])('with %i left and %i more are of %j, and %i are left', (left, more, sizes, over) => {
    const { full, rest } = fillBatches(numbers(0, left), numbers(left, more));
    expect([full.map((batch) => batch.length), rest.length]).toEqual([sizes, over]);
  });

  test('hold everything in its order, and leave less than a batch', () => {
    fc.assert(
      fc.property(fc.nat({ max: 9 }), fc.nat({ max: 100 }), (left, more) => {
        const { full, rest } = fillBatches(numbers(0, left), numbers(left, more));
        expect([...full.flat(), ...rest]).toEqual(numbers(0, left + more));
        expect(full.every((batch) => batch.length === BATCH_SIZE)).toBe(true);
        expect(rest.length).toBeLessThan(BATCH_SIZE);
      }),
    );
  });

  function numbers(from: number, count: number): number[] {
    return Array.from({ length: count }, (_, i) => from + i);
  }
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
