/** The time a sweep goes by: the list's. Clocks of two instances can be minutes apart, and can be set while a sweep runs. */
import type { Clock } from './ports';

/**
 * Time passes by the instance's timer, or by its clock when that says more: the timer may not have counted while the machine was
 * suspended. A clock that is set forward ends a sweep early; one that is set back changes nothing.
 * @param at what time it is now by the list's clock, ms since 1970; without it the instance's own clock is read, once
 */
export function sweepClock(at: number | undefined, own: Clock): Clock {
  const first = { at: own.now(), elapsed: own.elapsed() };
  let passed = 0;
  const sinceThen = () => {
    passed = Math.max(passed, own.elapsed() - first.elapsed, own.now() - first.at);
    return passed;
  };
  return {
    now: () => Math.round((at ?? first.at) + sinceThen()),
    elapsed: () => first.elapsed + sinceThen(),
    sleep: (ms) => own.sleep(ms),
  };
}
