/** The submissions an account may still make today; a day begins at midnight UTC+8. */
import { Refusal } from './refusal';

export type QuotaKind = 'Url' | 'Dir' | 'Regex' | 'IgnoreParams' | 'Preload';
export type Limits = Readonly<Record<QuotaKind, number>>;

/** https://www.alibabacloud.com/help/en/cdn/user-guide/refresh-and-prefetch-resources; that of IgnoreParams is a guess. */
export const DAILY_QUOTAS: Limits = { Url: 10_000, Dir: 100, Regex: 20, IgnoreParams: 500, Preload: 1_000 };

const DAY_MS = 24 * 60 * 60_000;
const UTC_PLUS_8_MS = 8 * 60 * 60_000;

export class Quotas {
  private day = Number.NaN;
  private used: Record<QuotaKind, number> = none();

  constructor(
    private readonly now: () => number,
    readonly limits: Limits,
  ) {}

  remaining(kind: QuotaKind): number {
    const today = Math.floor((this.now() + UTC_PLUS_8_MS) / DAY_MS);
    if (today !== this.day) this.used = none();
    this.day = today;
    return this.limits[kind] - this.used[kind];
  }

  /** All or nothing. */
  take(kind: QuotaKind, count: number): void {
    if (count > this.remaining(kind)) {
      const what = kind === 'Preload' ? 'Preload' : 'Refresh';
      throw new Refusal(400, `QuotaExceeded.${what}`, `Your ${what.toLowerCase()} quota is exceeded for today.`);
    }
    this.used[kind] += count;
  }
}

function none(): Record<QuotaKind, number> {
  return { Url: 0, Dir: 0, Regex: 0, IgnoreParams: 0, Preload: 0 };
}
