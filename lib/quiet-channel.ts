/** A channel that is left alone as long as it wants to be, whoever speaks, and whatever became of the list that should remember it. */
import type { Channel, Clock } from './ports';
import { waitAfter } from './post';

/** Kept while the instance is warm. Ms since 1970. */
export interface Silence {
  /** No message before then: the pace, or what Slack asked for. */
  until: number;
  /** What Slack itself asked for. */
  asked: number;
}

export function noSilence(): Silence {
  return { until: 0, asked: 0 };
}

export function quietChannel(channel: Channel, silence: Silence, clock: Pick<Clock, 'now'>): Channel {
  return {
    async post(payload, timeoutMs) {
      const left = silence.asked - clock.now();
      if (left > 0) return { kind: 'limited', retryAfterMs: left };
      const posted = await channel.post(payload, timeoutMs);
      silence.until = clock.now() + waitAfter(posted);
      if (posted.kind === 'limited') silence.asked = silence.until;
      return posted;
    },
  };
}
