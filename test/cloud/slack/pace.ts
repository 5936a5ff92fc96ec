/** How fast messages may come and how fast they came. https://docs.slack.dev/apis/web-api/rate-limits */

const SECOND_MS = 1_000;

export class Pace {
  /** Messages that came less than a second after the one before. */
  tooFast = 0;
  /** Messages that came before a Retry-After had passed. */
  early = 0;
  private lastArrival = Number.NEGATIVE_INFINITY;
  private retryAt = Number.NEGATIVE_INFINITY;
  private tokens: number;
  private filledAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  arrived(at: number): void {
    if (at - this.lastArrival < SECOND_MS) this.tooFast++;
    if (at < this.retryAt) this.early++;
    this.lastArrival = at;
  }

  askedToWait(at: number, seconds: number): void {
    this.retryAt = Math.max(this.retryAt, at + seconds * SECOND_MS);
  }

  /** Zero: the message may pass. Else how many whole seconds until the next one may. */
  secondsToWait(at: number): number {
    const gained = ((at - this.filledAt) / SECOND_MS) * this.perSecond;
    this.tokens = Math.min(this.burst, this.tokens + gained);
    this.filledAt = at;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - this.tokens) / this.perSecond));
  }
}
