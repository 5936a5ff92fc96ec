/** The time a sweep goes by: the list's. Clocks of two instances can be minutes apart, and can be set while a sweep runs. */
import type { Clock } from './ports';

/**
 * @param at what time it is now by the list's clock, ms since 1970; without it the instance's own clock is read, once
 * @param own gives how time passes, which no setting of a clock changes
 */
export function sweepClock(at: number | undefined, own: Clock): Clock {
  const began = (at ?? own.now()) - own.elapsed();
  return {
    now: () => Math.round(began + own.elapsed()),
    elapsed: () => own.elapsed(),
    sleep: (ms) => own.sleep(ms),
  };
}
