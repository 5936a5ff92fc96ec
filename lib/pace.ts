/**
 * Lets calls through one by one, so that no second ever holds more of them than allowed. Each call has its place on a grid of
 * evenly spread times; only the first few, after a silence, may go before theirs, and the others stay where they are.
 */
import pLimit from 'p-limit';
import type { Clock, Pace } from './ports';

/**
 * Evenly spread, a second that begins just before a call holds one call more than the rate. The API lets 30 through.
 */
const MOST_CALLS_PER_SECOND = 29;

/**
 * Calls that may go at once after a silence. The list of most users is asked about in no more, and waiting for the next place on the
 * grid is paid for. Any second then holds as many calls as without: those that went at once are missing from it later.
 */
const HEAD_START = 10;

/** However much the service throttles, a call is made this often. Ms. */
const LONGEST_WAIT = 1_000;

/** A timer this late is made up for by the next turn; a longer delay moves all later turns, or they would come in a bunch. Ms. */
const LATE_TIMER = 10;

/**
 * @param callsPerSecond the API allows 30 for the whole account; less leaves room for others
 * @param clock of the first invocation: it goes on in a warm instance
 */
export function createPace(callsPerSecond: number, clock: Pick<Clock, 'elapsed' | 'sleep'>): Pace {
  const interval = 1000 / Math.min(callsPerSecond, MOST_CALLS_PER_SECOND);
  // One at a time through the gate: calls that queue up behind a busy event loop would leave it in a bunch.
  const gate = pLimit(1);
  let last = Number.NEGATIVE_INFINITY;
  // Between two calls after throttling; it matters only once it is longer than the interval.
  let wait = 0;
  let ahead = 0;
  return {
    turn: (over) =>
      gate(async () => {
        if (over()) return false;
        const due = last + Math.max(interval, wait);
        if (ahead > 0) ahead--;
        else if (due > clock.elapsed()) await clock.sleep(due - clock.elapsed());
        last = Math.max(due, clock.elapsed() - LATE_TIMER);
        return !over();
      }),
    headStart: () => {
      ahead = Math.min(HEAD_START, Math.floor(callsPerSecond));
    },
    slower: () => {
      ahead = 0;
      wait = Math.min(LONGEST_WAIT, Math.max(2 * interval, wait * 2));
    },
    faster: () => {
      wait *= 0.9;
    },
  };
}
