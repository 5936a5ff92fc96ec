import { describe, expect, test } from 'vitest';
import { maxInAnySecond, Throttle } from './throttle';

describe('the throttle', () => {
  test('admits a call again as soon as the oldest one is a second ago', () => {
    const throttle = new Throttle(2);
    const verdicts = [0, 500, 999, 1_000, 1_499, 1_500].map((at) => throttle.admits(at));
    expect(verdicts).toEqual([true, true, false, true, false, true]);
  });

  test('does not hold a call it turned away against the next', () => {
    const throttle = new Throttle(1);
    expect([0, 900, 1_000].map((at) => throttle.admits(at))).toEqual([true, false, true]);
  });
});

describe('the most calls in any second', () => {
  test.each([
    ['none', [], 0],
    ['one', [5], 1],
    ['a second apart', [0, 1_000, 2_000], 1],
    ['just less than a second apart', [0, 999.9], 2],
    ['across the turn of a second', [900, 950, 1_050, 1_899, 1_900], 4],
    ['a burst after a long quiet', [0, 60_000, 60_001, 60_002], 3],
  ])('is right for %s', (_what, times, most) => {
    expect(maxInAnySecond(times)).toBe(most);
  });
});
