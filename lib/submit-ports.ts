/** What a submission needs of the world, as `ports.ts` says it for a sweep. */
import type { TablestoreError } from './errors';
import type { Quota, SubmitCall, SubmittedTask } from './submission';
import type { Waiting } from './task';

/** The CDN's calls that make tasks. */
export interface CdnSubmit {
  /**
   * @returns the ids of the tasks that were made
   * @throws {CdnError}; after `timeout`, `dropped` and `unavailable` the tasks may have been made all the same
   */
  submit(call: SubmitCall, timeoutMs: number): Promise<string[]>;
  /** @throws {CdnError} */
  quota(timeoutMs: number): Promise<Quota>;
}

/** What a delivery of a request did with a call: begun and no more, made with these tasks, or failed. */
export type CallRecord =
  | { readonly kind: 'begun' }
  | { readonly kind: 'made'; readonly tasks: readonly SubmittedTask[] }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string };

/**
 * What a submission has done so far, kept in Tablestore, since an asynchronous request may be delivered more than once.
 * All methods throw {TablestoreError}.
 */
export interface Journal {
  /** Opens the journal of a submission; gives what earlier deliveries wrote into it, by the number of the call. */
  open(submission: string, now: number): Promise<ReadonlyMap<number, CallRecord>>;
  /** Claims a call before it is made; false when another delivery has claimed it. */
  claim(submission: string, call: number, owner: string): Promise<boolean>;
  note(submission: string, call: number, record: CallRecord): Promise<void>;
}

/** Puts tasks on the list, where the poller finds them. */
export interface Additions {
  /**
   * Writes a row for each task that is not on the list yet; says for each id what came of it.
   * @throws {TablestoreError} when it could not be seen which rows were there before
   */
  add(tasks: readonly Waiting[]): Promise<ReadonlyMap<string, 'added' | 'already' | TablestoreError>>;
}
