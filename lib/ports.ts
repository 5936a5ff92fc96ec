/** What a sweep needs of the world. Each port is implemented by one edge, and by a fake of a few lines in the tests. */
import type { TablestoreError } from './errors';
import type { Audience, Entry, Owed, Tally, Task, Waiting } from './task';

/** The clocks of one invocation. */
export interface Clock {
  /** Wall clock, ms since 1970. */
  now(): number;
  /** Ms since this invocation began; never jumps. All deadlines are counted on it. */
  elapsed(): number;
  sleep(ms: number): Promise<void>;
}

/** The CDN's query. */
export interface Cdn {
  /**
   * Asks for at most ten ids, in one call that is over after `timeoutMs`. The entries can be gone through once.
   * @throws {CdnError} with the kind of failure
   */
  describe(ids: readonly string[], timeoutMs: number): Promise<Iterable<Entry>>;
}

/** When the next call may be made. */
export interface Pace {
  /**
   * Waits for the next turn.
   * @param over whether no call is wanted any more; whoever waits then is let go at once
   * @returns false when no call is to be made
   */
  turn(over: () => boolean): Promise<boolean>;
  /** Nobody has made a call in the last second: the next few may go at once. */
  headStart(): void;
  slower(): void;
  faster(): void;
}

/** Who may sweep, and what one sweep leaves to the next. */
export interface Lease {
  /** The request id of the invocation that holds or held it. */
  readonly owner: string;
  /** The number of this right: it only grows. */
  readonly epoch: number;
  /** Held until then (ms since 1970); 0 when given back. */
  readonly until: number;
  /** The last id that was asked when time ran out: the next sweep begins behind it. */
  readonly cursor?: string | undefined;
  /** When the last sweep that asked the CDN was over (ms since 1970). */
  readonly asked?: number | undefined;
  /** No message to these before then (ms since 1970). */
  readonly quiet?: Quiet;
  /** The fault the operator has been told of, and when (ms since 1970). */
  readonly fault?: string | undefined;
  readonly faultTold?: number | undefined;
  /** What is remembered of URLs that failed: see lib/steps/url-memory.ts. */
  readonly urls?: string | undefined;
}

export type Quiet = Readonly<Partial<Record<Audience, number>>>;

/** A row that can't be read as a task. */
export interface Unreadable {
  readonly id: string;
  readonly reason: string;
  /** Its columns, for a person to look at. */
  readonly columns: Readonly<Record<string, unknown>>;
}

export interface Page {
  /** Only on the first page: the time by the service's own clock, ms since 1970, as far as it told. */
  readonly at?: number;
  /** Only on the first page; absent when nobody ever swept. */
  readonly lease?: Lease;
  readonly tasks: readonly Task[];
  readonly unreadable: readonly Unreadable[];
  /** The id to read on from; absent on the last page. */
  readonly next?: string;
}

/** A write to one row: `before` as read, `after` as it shall be. */
export interface Change<T extends Task = Task> {
  readonly before: Task;
  readonly after: T;
}

export interface Saved {
  /** The rows that are now as wanted. */
  readonly ids: ReadonlySet<string>;
  /** Rows that somebody else changed first: a normal thing. */
  readonly lost: number;
  /** Rows that could not be written; they are as they were, as far as one can know. */
  readonly failed: readonly TablestoreError[];
}

/**
 * The list in Tablestore. Every write is conditional; a lost race is an answer, not an error.
 * All methods throw {TablestoreError} when the service could not do it within the time that is left.
 */
export interface TaskList {
  /** One page of lease and pending rows, in the order of their ids. One request. */
  read(from?: string): Promise<Page>;
  /** Takes the lease if it is still as it was read (`seen`). */
  takeLease(lease: Lease, seen: Lease | undefined): Promise<boolean>;
  /** Whether this epoch still holds the lease. */
  holdsLease(epoch: number): Promise<boolean>;
  /** Writes at once how long the webhooks are to be left alone; does nothing when a later epoch has taken over. */
  keepQuiet(epoch: number, quiet: Quiet): Promise<void>;
  /** Writes what the next sweep needs; does nothing when a later epoch has taken over. */
  giveBack(lease: Lease): Promise<void>;
  /** Writes changed rows, each on condition that it is as it was read and that no later epoch wrote it. */
  save(changes: readonly Change[]): Promise<Saved>;
  /** Of these owed tasks, the ids of those whose announcement is already recorded. */
  recorded(owed: readonly Owed[]): Promise<Set<string>>;
  /** Records the announcement in `done`, then takes the rows off `pending`. */
  archive(owed: readonly Owed[], announced: { readonly at: number; readonly digest: string }): Promise<void>;
  /** Adds what a message told of submissions that have not ended; the same digest adds once. */
  addTold(digest: string, told: ReadonlyMap<string, Tally>): Promise<void>;
  /** What messages have told of these submissions so far. */
  told(submissions: readonly string[]): Promise<Map<string, Tally>>;
  /** Takes rows off `pending` whose announcement is recorded already. */
  drop(owed: readonly Owed[]): Promise<void>;
  /** Moves rows that can't be read, or can't be announced, to `dead`. */
  bury(rows: readonly (Unreadable | { readonly task: Task; readonly reason: string })[]): Promise<void>;
}

/** A message as Slack takes it, and the same in plain text for when Slack does not like it. */
export interface Message {
  /** Recognises a repeat: the same tasks give the same id. */
  readonly digest: string;
  readonly to: Audience;
  readonly payload: Payload;
  readonly plain: Payload;
  readonly owed: readonly Owed[];
  readonly overdue: readonly Waiting[];
}

/** What is posted to the webhook. */
export interface Payload {
  readonly text: string;
  readonly blocks?: readonly object[];
  readonly mrkdwn?: boolean;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/**
 * Slack's answer to a post: `accepted`; `limited` (surely not delivered, wait); `bad-message` (this payload is refused for
 * good); `bad-webhook` (the webhook or channel is no good: a person must act); `unclear` (it may have been delivered).
 */
export type Posted =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'bad-message' | 'bad-webhook' | 'unclear'; readonly code: string };

export interface Channel {
  /** Posts once; never throws. */
  post(payload: Payload, timeoutMs: number): Promise<Posted>;
}
