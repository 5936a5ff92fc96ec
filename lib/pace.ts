/** Lets calls through one by one, evenly spread, so that no second ever holds more of them than allowed. */
import pLimit from 'p-limit';
import pThrottle from 'p-throttle';
import type { Pace } from './ports';

/**
 * Evenly spread, a second that begins just before a call holds one call more than the rate. The API lets 30 through.
 */
const MOST_CALLS_PER_SECOND = 29;

/** However much the service throttles, a call is made this often. Ms. */
const LONGEST_WAIT = 1_000;

/**
 * @param callsPerSecond the API allows 30 for the whole account; less leaves room for others
 * @param sleep waits so many ms
 */
export function createPace(callsPerSecond: number, sleep: (ms: number) => Promise<void>): Pace {
  const interval = 1000 / Math.min(callsPerSecond, MOST_CALLS_PER_SECOND);
  // One at a time through the gate: calls that queue up behind a busy event loop would leave it in a bunch.
  const gate = pLimit(1);
  const tick = pThrottle({ limit: 1, interval })(async () => {});
  // Between two calls after throttling. It runs beside the interval, so it matters only once it is longer.
  let wait = 0;
  return {
    turn: (over) =>
      gate(async () => {
        if (over()) return false;
        await tick();
        if (wait > interval) await sleep(wait);
        return !over();
      }),
    slower: () => {
      wait = Math.min(LONGEST_WAIT, Math.max(2 * interval, wait * 2));
    },
    faster: () => {
      wait *= 0.9;
    },
  };
}
