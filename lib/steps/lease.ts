/** The right to sweep: who has it, for how long, and what it leaves to the next sweep. */
import type { Lease, Quiet } from '../ports';

/**
 * A lease lasts so much longer than its sweep can. All sweeps go by the list's clock, but the service is more than one machine,
 * and the platform does not end an invocation to the millisecond. Ms.
 */
export const SKEW_MARGIN = 60_000;

/** No function can run for longer: https://www.alibabacloud.com/help/en/functioncompute/product-overview/limits . Ms. */
const LONGEST_TIMEOUT = 86_400_000;

/** Epochs count from the seconds since 1970: what is larger than any will be was written by hand. */
export const LAST_EPOCH = 1_000_000_000_000;

/**
 * So many sweeps can't have come between two that are alive at the same time, nor so many seconds: a row with an epoch this far
 * ahead was not written by a later sweep, but by hand.
 */
export const FAR_AHEAD = 1_000_000;

/** A lease that would last longer than any function can was written by a clock that is wrong, or by hand: it holds nobody off. */
export function isHeld(lease: Lease | undefined, now: number): boolean {
  return lease !== undefined && lease.until > now && lease.until <= now + LONGEST_TIMEOUT + SKEW_MARGIN;
}

/** The CDN counts calls by the second; the clocks of the list's machines may differ a little. Ms. */
const SILENCE = 5_000;

/**
 * Whether nobody can have asked the CDN within the last second: the last sweep said so when it gave its lease back, and one that
 * could not do that has been over for longer.
 */
export function isSilent(seen: Lease | undefined, now: number): boolean {
  return now - (seen?.asked ?? 0) >= SILENCE;
}

/** The longest wait Slack can have asked for that is believed. Ms. */
const LONGEST_QUIET = 3_600_000;

/** Until when each webhook is to be left alone, ms since 1970. */
export function quietUntil({ quiet = {} }: Lease, now: number): Quiet {
  return Object.fromEntries(Object.entries(quiet).map(([who, until]) => [who, Math.min(until, now + LONGEST_QUIET)]));
}

/**
 * The next lease. Its epoch is larger than any before, even when somebody deleted the lease row: it is at least the number of
 * seconds since 1970, and sweeps begin more than a second apart.
 * @param timeoutMs how long the invocation can live
 */
export function nextLease(seen: Lease | undefined, owner: string, now: number, timeoutMs: number): Lease {
  return {
    ...seen,
    owner,
    epoch: Math.max((seen?.epoch ?? 0) + 1, Math.floor(now / 1000)),
    until: now + timeoutMs + SKEW_MARGIN,
  };
}
