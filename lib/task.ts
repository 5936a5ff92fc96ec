/** What this product is about: a task on the list, what the CDN reports of it, and how it ended. */

/** One refresh or prefetch task of the CDN. Which fields it has depends on its state. All times are ms since 1970. */
export type Task = Waiting | Owed;

/** What is known of a task in every state. A row typed into the console has only its id. */
export interface Known {
  /** The CDN's TaskId: an opaque string. */
  readonly id: string;
  /** What the submission was called, such as "deploy 1.2.3". */
  readonly label?: string;
  /** The submission that made this task. */
  readonly submission?: string;
  /** file, directory, preload …: the CDN's ObjectType, or what the submission said. */
  readonly kind?: string;
  /** The first URLs of the task, as far as they are known. */
  readonly urls: readonly string[];
  /** When the task came onto the list; older if the CDN says so. */
  readonly added?: number;
  /** The epoch of the sweep that last wrote the row; 0 when none did. */
  readonly epoch: number;
}

/** A task being watched. */
export interface Waiting extends Known {
  readonly state: 'waiting';
  /** Since when the CDN has not named this id in its replies. */
  readonly absentSince?: number;
  /** A task that takes too long is told once: `owed` until Slack has it, then `told`. */
  readonly overdue?: 'owed' | 'told';
}

/** A task that has its outcome and has not been announced yet. */
export interface Owed extends Known {
  readonly state: 'owed';
  readonly settled: number;
  readonly ending: Ending;
  /** Who has been told already, while somebody else has not. */
  readonly told?: readonly Audience[];
}

/** The channel of the webhook, and the one that hears of failures. */
export const AUDIENCES = ['channel', 'failures'] as const;
export type Audience = (typeof AUDIENCES)[number];

/**
 * How a task ended: `complete`, `failed` (the CDN says so), `missing` (the CDN does not know the id),
 * `expired` (older than the CDN's history), `rejected` (the CDN refuses the id itself).
 */
export const OUTCOMES = ['failed', 'rejected', 'missing', 'expired', 'complete'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** An outcome with all that a message says of it. It is stored with the task, so it is small by construction. */
export interface Ending {
  readonly outcome: Outcome;
  /** Distinct reasons in the API's own words; empty for `complete`. */
  readonly reasons: readonly string[];
  /** How many URLs the task has; 0 when the CDN reported none. */
  readonly total: number;
  readonly failed: number;
  /** The first URLs that failed, or for `complete` the first URLs. */
  readonly urls: readonly string[];
  /** From the task's creation to its outcome, ms. */
  readonly took?: number;
  /** What earlier tasks with one of these URLs came to: it failed before and is fine now, fails again, or was fine since. */
  readonly before?: 'failed-before' | 'fails-again' | 'was-fine';
}

/** One element of the API's `Tasks`: one URL of a task. A task can have thousands. */
export interface Entry {
  readonly id: string;
  readonly url: string;
  readonly kind: string;
  /** The API's Status, as sent. */
  readonly status: string;
  /** The API's Description: why it failed. */
  readonly description: string;
  readonly created?: number;
}

/** All entries of one task, summed up. */
export interface Report {
  readonly state: 'running' | 'complete' | 'failed';
  readonly kind: string;
  readonly created?: number;
  readonly total: number;
  /** URLs that are neither failed nor complete. */
  readonly running: number;
  readonly failed: number;
  readonly urls: readonly string[];
  readonly failedUrls: readonly string[];
  readonly reasons: readonly string[];
}

/** What the CDN said of one id when asked: a report, nothing in a good reply, that the id is no good, or no answer at all. */
export type Answer =
  | { readonly kind: 'reported'; readonly report: Report }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unanswered' };

/** What has been told of a submission: URLs by how they ended, and the first and the last moment of it, ms since 1970. */
export interface Tally {
  readonly urls: Readonly<Record<Outcome, number>>;
  readonly tasks: number;
  /** The CDN's ObjectTypes, in lower case; empty where one is not known. */
  readonly kinds: readonly string[];
  readonly from?: number;
  readonly until?: number;
}
