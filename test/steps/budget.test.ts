import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../lib/errors';
import { type Budget, divideTime, SHORTEST_TIMEOUT } from '../../lib/steps/budget';

describe('the time of an invocation', () => {
  test.each<[number, Budget]>([
    [10_000, { asking: 3_000, reading: 5_000, telling: 7_000, end: 9_000 }],
    [60_000, { asking: 40_000, reading: 47_500, telling: 55_000, end: 59_000 }],
    [64_000, { asking: 43_000, reading: 51_000, telling: 59_000, end: 63_000 }],
    [600_000, { asking: 579_000, reading: 587_000, telling: 595_000, end: 599_000 }],
  ])('of %i ms is divided', (timeout, budget) => {
    expect(divideTime(timeout)).toEqual(budget);
  });

  test.each([SHORTEST_TIMEOUT - 1, 0, -1, Number.NaN])('of %d ms is too short, which is said', (timeout) => {
    expect(() => divideTime(timeout)).toThrow(ConfigError);
    expect(() => divideTime(timeout)).toThrow(
      `the function's timeout is ${timeout / 1_000} s: set it to at least ${SHORTEST_TIMEOUT / 1_000} s`,
    );
  });

  test('leaves time to ask, to tell, to write and to end', () => {
    fc.assert(
      fc.property(fc.integer({ min: SHORTEST_TIMEOUT, max: 86_400_000 }), (timeout) => {
        const { asking, reading, telling, end } = divideTime(timeout);
        expect(asking).toBeGreaterThan(1_000);
        expect(reading).toBeGreaterThan(asking);
        expect(telling - reading).toBeGreaterThanOrEqual(2_000);
        expect(end - telling).toBeGreaterThanOrEqual(1_000);
        expect(timeout - end).toBeGreaterThanOrEqual(500);
      }),
    );
  });

  test('leaves room for one post behind asking that takes all its time, or nothing would ever be told', () => {
    // A post is not begun with less than two seconds left.
    const { asking, telling } = divideTime(SHORTEST_TIMEOUT);
    expect(telling - asking).toBeGreaterThanOrEqual(2_000);
  });
});
