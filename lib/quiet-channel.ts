/** A channel that notes how long it wants to be left alone: for what is posted outside of a sweep. */

import type { Channel, Clock } from './ports';
import { waitAfter } from './post';

/** Kept while the instance is warm. */
export interface Silence {
  /** Ms since 1970. */
  until: number;
}

export function noting(channel: Channel, silence: Silence, clock: Pick<Clock, 'now'>): Channel {
  return {
    async post(payload, timeoutMs) {
      const posted = await channel.post(payload, timeoutMs);
      silence.until = clock.now() + waitAfter(posted);
      return posted;
    },
  };
}
