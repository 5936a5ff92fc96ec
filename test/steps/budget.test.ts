import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../lib/errors';
import { type Budget, divideTime, SHORTEST_TIMEOUT } from '../../lib/steps/budget';

describe('the time of an invocation', () => {
  test.each<[number, Budget]>([
    [15_000, { asking: 6_250, telling: 10_000, end: 14_000 }],
    [60_000, { asking: 40_000, telling: 55_000, end: 59_000 }],
    [64_000, { asking: 43_000, telling: 59_000, end: 63_000 }],
    [600_000, { asking: 579_000, telling: 595_000, end: 599_000 }],
  ])('of %i ms is divided', (timeout, budget) => {
    expect(divideTime(timeout)).toEqual(budget);
  });

  test.each([SHORTEST_TIMEOUT - 1, 3_000, 0, -1, Number.NaN])('of %d ms is too short, which is said', (timeout) => {
    expect(() => divideTime(timeout)).toThrow(ConfigError);
    expect(() => divideTime(timeout)).toThrow(/the function's timeout is .* set it to at least 15 s/);
  });

  test('leaves time to ask, to tell, to write and to end', () => {
    fc.assert(
      fc.property(fc.integer({ min: SHORTEST_TIMEOUT, max: 86_400_000 }), (timeout) => {
        const { asking, telling, end } = divideTime(timeout);
        expect(asking).toBeGreaterThanOrEqual(5_000);
        expect(telling - asking).toBeGreaterThanOrEqual(3_000);
        expect(end - telling).toBeGreaterThanOrEqual(4_000);
        expect(timeout - end).toBeGreaterThanOrEqual(1_000);
      }),
    );
  });
});
