/** A channel that is left alone as long as it wants to be, whoever speaks, and whatever became of the list that should remember it. */
import type { Channel, Clock } from './ports';
import { waitAfter } from './post';

/** Kept while the instance is warm. */
export interface Silence {
  /** No message before then, ms since 1970: the pace, or what Slack asked for. */
  until: number;
  /** What Slack itself asked for last, in ms, and when it did by the clock and by the timer. */
  asked?: { readonly ms: number; readonly at: number; readonly timer: number };
}

/** @param timer ms that pass whatever becomes of the clock: one that is set back must not silence a channel for as long */
export function quietChannel(
  channel: Channel,
  silence: Silence,
  clock: Pick<Clock, 'now'>,
  timer: () => number = () => performance.now(),
): Channel {
  return {
    async post(payload, timeoutMs) {
      const left = leftOf(silence);
      if (left > 0) return { kind: 'limited', retryAfterMs: left };
      const posted = await channel.post(payload, timeoutMs);
      silence.until = clock.now() + waitAfter(posted);
      if (posted.kind === 'limited') silence.asked = { ms: posted.retryAfterMs, at: clock.now(), timer: timer() };
      return posted;
    },
  };

  function leftOf({ asked }: Silence): number {
    return asked === undefined ? 0 : asked.ms - Math.max(clock.now() - asked.at, timer() - asked.timer);
  }
}
