/** What a sweep answers: counts, for the log and for whoever called it. */
import type { Outcome } from './task';

/**
 * Why tasks were left as they are: the list is swept by somebody else (`lease-held`); no time was left to ask (`out-of-time`);
 * the CDN lets nobody ask (`not-allowed`); somebody else changed the row first (`lost-race`); the row could not be written
 * (`write-failed`); the row can't be read and was moved to `dead` (`unreadable`); it was told by an earlier sweep
 * (`told-before`).
 */
export type SkipReason =
  | 'lease-held'
  | 'out-of-time'
  | 'not-allowed'
  | 'lost-race'
  | 'write-failed'
  | 'unreadable'
  | 'told-before';

export interface Summary {
  /** Rows found on `pending`. */
  readonly pending: number;
  /** Tasks the CDN was asked about. */
  readonly asked: number;
  readonly calls: number;
  readonly failedCalls: number;
  readonly settled: Readonly<Record<Outcome, number>>;
  /** Settled tasks that Slack was told of. */
  readonly announced: number;
  /** Settled tasks that Slack has yet to be told of. */
  readonly owed: number;
  /** Successes that wait for the rest of their submission. */
  readonly held: number;
  readonly messages: number;
  /** Only reasons that occurred. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly milliseconds: number;
}

export type Counts = Omit<Summary, 'milliseconds'>;

export const NOTHING: Counts = {
  pending: 0,
  asked: 0,
  calls: 0,
  failedCalls: 0,
  settled: { complete: 0, failed: 0, missing: 0, expired: 0, rejected: 0 },
  announced: 0,
  owed: 0,
  held: 0,
  messages: 0,
  skipped: {},
};

/** Without the reasons that did not occur. */
export function countSkipped(counts: Summary['skipped']): Summary['skipped'] {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
