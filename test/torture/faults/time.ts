/** The time of a world: real time, of which any part can be skipped, so that nobody waits for the minutes between two ticks. */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../lib/ports';

export const MINUTE = 60_000;

/** 2026-11-23T12:00:00Z. */
export const START = Date.UTC(2026, 10, 23, 12);

export class SkippingTime {
  private readonly began = performance.now();
  private skipped = 0;

  /** Ms since 1970. */
  readonly now = (): number => Math.floor(START + this.passed());

  skip(ms: number): void {
    this.skipped += ms;
  }

  /** The clock of an invocation that begins now. Whoever sleeps on it skips that time, and so has used it up. */
  skippingClock(): Clock {
    return this.clock(async (ms) => {
      // Whoever was let go before goes on before.
      await turn();
      this.skip(ms);
    });
  }

  /** The same, but sleeping takes as long as it takes: for whoever waits while something else is under way. */
  realClock(): Clock {
    return this.clock(async (ms) => void (await pause(ms)));
  }

  private clock(sleep: Clock['sleep']): Clock {
    const began = this.passed();
    return { now: this.now, elapsed: () => this.passed() - began, sleep };
  }

  private passed(): number {
    return performance.now() - this.began + this.skipped;
  }
}
