import { describe, expect, test } from 'vitest';
import { Pace } from './pace';

describe('the pace of messages', () => {
  const cases: readonly (readonly [string, number, readonly number[], readonly number[]])[] = [
    ['allows a short burst', 3, [0, 0, 0, 0], [0, 0, 0, 1]],
    ['gives a token back a second', 3, [0, 0, 0, 999, 1_000, 1_001], [0, 0, 0, 1, 0, 1]],
    ['never saves more than a burst', 2, [0, 60_000, 60_000, 60_000], [0, 0, 0, 1]],
    ['lets one a second pass for ever', 1, [0, 1_000, 2_000, 3_000], [0, 0, 0, 0]],
  ];
  test.each(cases)('%s', (_what, burst, times, waits) => {
    const pace = new Pace(1, burst);
    expect(times.map((at) => pace.secondsToWait(at))).toEqual(waits);
  });

  test('asks to wait as long as the next token takes', () => {
    const pace = new Pace(0.25, 1);
    expect([0, 0, 2_000].map((at) => pace.secondsToWait(at))).toEqual([0, 4, 2]);
  });

  test('counts a message that comes less than a second after the one before', () => {
    const pace = new Pace(1, 3);
    for (const at of [0, 1_000, 1_999, 2_999, 3_000]) pace.arrived(at);
    expect(pace.tooFast).toBe(2);
  });

  test('counts a message that does not wait as long as it was asked to', () => {
    const pace = new Pace(1, 3);
    pace.askedToWait(0, 30);
    pace.askedToWait(10, 1);
    for (const at of [5_000, 29_999, 30_000]) pace.arrived(at);
    expect(pace.early).toBe(2);
  });
});
