/** How one invocation divides its time, so that it ends by itself, with its state saved, before the platform ends it. */
import { ConfigError } from '../errors';

/** Shorter function timeouts leave no time to ask, write, tell and write again. Ms. */
export const SHORTEST_TIMEOUT = 10_000;

/** All in ms since the invocation began. */
export interface Budget {
  /** No call to the CDN is under way after this. */
  readonly asking: number;
  /** No page of the list is read after this. */
  readonly reading: number;
  /** No message is posted after this. */
  readonly telling: number;
  /** Nothing is under way after this. */
  readonly end: number;
}

/**
 * One second is left to the platform; writing down what was told needs a few seconds, telling some more; the rest is for
 * asking. A short timeout is divided in proportion.
 * @param timeoutMs the function's timeout
 * @throws {ConfigError} when the timeout is too short for a sweep
 */
export function divideTime(timeoutMs: number): Budget {
  if (!(timeoutMs >= SHORTEST_TIMEOUT)) {
    throw new ConfigError([
      `the function's timeout is ${timeoutMs / 1000} s: set it to at least ${SHORTEST_TIMEOUT / 1000} s, better 60 s`,
    ]);
  }
  const end = timeoutMs - Math.min(1_000, timeoutMs * 0.1);
  const telling = end - Math.min(4_000, timeoutMs * 0.2);
  const asking = telling - Math.min(16_000, Math.max(4_000, timeoutMs * 0.25));
  // When asking has ended, what is left of the list is still read: it says what is owed, and which submissions go on.
  return { end, telling, reading: (asking + telling) / 2, asking };
}
