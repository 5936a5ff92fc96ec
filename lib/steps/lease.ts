/** The right to sweep: who has it, for how long, and what it leaves to the next sweep. */
import type { Lease } from '../ports';

/** How far the clocks of two instances may be apart before a lease could be taken from a sweep that is still alive. Ms. */
export const SKEW_MARGIN = 60_000;

export function isHeld(lease: Lease | undefined, now: number): boolean {
  return lease !== undefined && lease.until > now;
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
