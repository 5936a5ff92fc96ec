/** The pace of calls, on a clock that is moved by hand. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace } from '../lib/pace';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const clock = {
  elapsed: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

/** When each of so many turns comes, all asked for at once. Ms. */
async function turns(
  count: number,
  callsPerSecond: number,
  during: (pace: ReturnType<typeof createPace>) => void = () => undefined,
) {
  const pace = createPace(callsPerSecond, clock);
  during(pace);
  const times: number[] = [];
  const all = Promise.all(
    Array.from({ length: count }, () => pace.turn(() => false).then(() => times.push(Date.now()))),
  );
  await vi.runAllTimersAsync();
  await all;
  return times;
}

function mostInAnySecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length));
}

it('spreads the calls evenly, and lets no second have more than allowed', async () => {
  const times = await turns(300, 28);
  expect(mostInAnySecond(times)).toBeLessThanOrEqual(29);
  expect((times.at(-1) ?? 0) / 299).toBeCloseTo(1000 / 28, 0);
});

it('lets no bunch through after the event loop was busy', async () => {
  const pace = createPace(28, clock);
  const times: number[] = [];
  const all = Promise.all(Array.from({ length: 60 }, () => pace.turn(() => false).then(() => times.push(Date.now()))));
  await vi.advanceTimersByTimeAsync(200);
  // Half a second passes without a timer being served.
  vi.setSystemTime(Date.now() + 500);
  await vi.runAllTimersAsync();
  await all;
  expect(mostInAnySecond(times)).toBeLessThanOrEqual(29);
});

it('waits longer between calls after being throttled, at most a second, and recovers', async () => {
  const slowed = await turns(2, 28, (pace) => pace.slower());
  expect((slowed[1] ?? 0) - (slowed[0] ?? 0)).toBeGreaterThan(60);
  const crawling = await turns(3, 28, (pace) => {
    for (let i = 0; i < 50; i++) pace.slower();
  });
  expect((crawling[2] ?? 0) - (crawling[1] ?? 0)).toBeLessThanOrEqual(1_040);
  const recovered = await turns(2, 28, (pace) => {
    pace.slower();
    for (let i = 0; i < 50; i++) pace.faster();
  });
  expect((recovered[1] ?? 0) - (recovered[0] ?? 0)).toBeLessThan(40);
});

it('lets everybody go at once when no call is wanted any more, however slow the pace is', async () => {
  const pace = createPace(1, clock);
  const until = 5_000;
  const ended = Promise.all(Array.from({ length: 300 }, () => pace.turn(() => Date.now() >= until)));
  await vi.runAllTimersAsync();
  const turnsGiven = (await ended).filter(Boolean);
  expect(Date.now()).toBeLessThanOrEqual(until + 1_000);
  expect(turnsGiven.length).toBeGreaterThan(3);
  expect(turnsGiven.length).toBeLessThanOrEqual(6);
});

it('keeps below 30 calls in any second when 30 are asked for, since a second can begin just before a call', async () => {
  expect(mostInAnySecond(await turns(120, 30))).toBeLessThanOrEqual(30);
});

describe('after a silence', () => {
  it('lets a few calls go at once, and no second hold more than without', async () => {
    const hurried = await turns(120, 29, (pace) => pace.headStart());
    expect(hurried.filter((time) => time === hurried[0])).toHaveLength(10);
    expect(mostInAnySecond(hurried)).toBeLessThanOrEqual(30);
    const without = await turns(120, 29);
    expect((hurried.at(-1) ?? 0) - (hurried[0] ?? 0)).toBeCloseTo((without.at(-1) ?? 0) - (without[0] ?? 0), -2);
  });

  it('lets no more go at once than a second may hold', async () => {
    const times = await turns(30, 3, (pace) => pace.headStart());
    expect(times.filter((time) => time === times[0])).toHaveLength(3);
    expect(mostInAnySecond(times)).toBeLessThanOrEqual(4);
  });

  it('goes back to the grid as soon as a call is turned away', async () => {
    const times = await turns(3, 29, (pace) => {
      pace.headStart();
      pace.slower();
    });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(50);
  });
});
