/** The time a sweep goes by: the list's. Clocks of two instances can be minutes apart, and can be set while a sweep runs. */
import type { Clock } from './ports';

/**
 * Time passes by the instance's timer, or by its clock when that says more: the timer may not have counted while the machine was
 * suspended. A clock that is set forward ends a sweep early, and may keep Slack waiting for as long as that; one that is set
 * back changes nothing.
 * @param at when the list was asked or later, by its clock, ms since 1970; without it the instance's own clock is read, once
 * @param asked when it was asked, by the instance's timer: the answer may have been on its way ever since. To be too late is
 * harmless, to be too early would be to speak before Slack wants it
 */
export function sweepClock(at: number | undefined, own: Clock, asked = own.elapsed()): Clock {
  const first = { at: own.now(), elapsed: own.elapsed() };
  const began = at === undefined ? first.at : at + first.elapsed - asked;
  let passed = 0;
  const sinceThen = () => {
    passed = Math.max(passed, own.elapsed() - first.elapsed, own.now() - first.at);
    return passed;
  };
  return {
    now: () => Math.round(began + sinceThen()),
    elapsed: () => first.elapsed + sinceThen(),
    sleep: (ms) => own.sleep(ms),
  };
}
