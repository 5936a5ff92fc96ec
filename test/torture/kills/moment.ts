/** The moment of a kill: at a request that has come to some stage, or at some time after the sweep's first request. */
import fc from 'fast-check';
import type { Stage } from '../../cloud/serve';
import type { Seen } from './cloud';

export type Moment =
  /** At the request of this number among as many as a sweep usually makes, and so many ms later. */
  | { readonly by: 'request'; readonly perMille: number; readonly stage: Stage; readonly delayMs: number }
  /** After this part of the time that a sweep usually takes. */
  | { readonly by: 'time'; readonly perMille: number }
  /** Never: so that it stays known what is usual. */
  | { readonly by: 'nothing' };

const perMille = fc.integer({ min: 0, max: 999 });

export const moment: fc.Arbitrary<Moment> = fc.noBias(
  fc.oneof(
    {
      weight: 7,
      arbitrary: fc.record({
        by: fc.constant('request' as const),
        perMille,
        stage: fc.constantFrom<Stage[]>('arrived', 'applied', 'answered'),
        delayMs: fc.integer({ min: 0, max: 10 }),
      }),
    },
    { weight: 7, arbitrary: fc.record({ by: fc.constant('time' as const), perMille }) },
    { weight: 1, arbitrary: fc.record({ by: fc.constant('nothing' as const) }) },
  ),
);

/** A sweep nobody disturbed. */
export interface Usual {
  readonly requests: number;
  /** From its first request. */
  readonly milliseconds: number;
}

export interface Armed {
  see(seen: Seen): void;
  /** The sweep is over: it is too late for a kill. */
  disarm(): void;
}

export function arm(moment: Moment, usual: Usual, kill: () => void): Armed {
  const timers: NodeJS.Timeout[] = [];
  let come = 0;
  let over = false;
  const after = (ms: number) => {
    over = true;
    if (ms < 1) kill();
    else timers.push(setTimeout(kill, ms));
  };
  return {
    see({ stage }) {
      if (over || moment.by === 'nothing') return;
      if (moment.by === 'time') return after((moment.perMille / 1000) * usual.milliseconds);
      if (stage === moment.stage) come++;
      if (come > Math.floor((moment.perMille / 1000) * usual.requests)) after(moment.delayMs);
    },
    disarm() {
      over = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
