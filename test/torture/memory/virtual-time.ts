/** Time that nobody has to wait for: when all are asleep, it is at once the moment at which the first of them wakes up. */

/** What an invocation needs to know of time. Ms since 1970. */
export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export class VirtualTime implements Time {
  /** In the order of waking up. */
  private readonly asleep: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(private moment: number) {}

  now(): number {
    return this.moment;
  }

  /** Nobody does anything for so long. */
  pass(ms: number): void {
    this.moment += ms;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const until = this.moment + Math.max(0, ms);
      const after = this.asleep.findLastIndex((other) => other.until <= until) + 1;
      this.asleep.splice(after, 0, { until, wake });
    });
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    for (;;) {
      // All that can go on without time passing goes on before this returns.
      await new Promise(setImmediate);
      if (over) break;
      const next = this.asleep.shift();
      if (!next) throw new Error('the work waits for something that never comes');
      this.moment = Math.max(this.moment, next.until);
      next.wake();
    }
    return work;
  }
}
