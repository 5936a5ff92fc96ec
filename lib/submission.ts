/** What a submission is: what was asked for, the calls it takes, and what came of them. */

/** What a URL is submitted as: four kinds of refresh, and prefetch. */
export const REFRESH_KINDS = ['file', 'directory', 'regex', 'ignore-params'] as const;
export type RefreshKind = (typeof REFRESH_KINDS)[number];
export type Kind = RefreshKind | 'preload';

/** Where files are prefetched to. */
export const AREAS = ['domestic', 'overseas'] as const;
export type Area = (typeof AREAS)[number];

/** A checked request: every URL is as the API wants it, and there once. */
export interface SubmissionRequest {
  readonly refresh?: {
    readonly urls: readonly string[];
    readonly kind: RefreshKind;
    readonly force: boolean;
    readonly label?: string;
  };
  readonly preload?: {
    readonly urls: readonly string[];
    readonly area?: Area;
    readonly l2: boolean;
    readonly headers?: Readonly<Record<string, string>>;
    readonly label?: string;
  };
  /** Ids of tasks that were made elsewhere. */
  readonly watch: readonly string[];
  readonly label?: string;
}

/** One call to the CDN, within its limits. */
export interface SubmitCall {
  readonly kind: Kind;
  readonly urls: readonly string[];
  readonly label?: string;
  readonly force?: boolean;
  readonly area?: Area;
  readonly l2?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How many URLs of each kind the account may still submit today; undefined where the CDN does not say. */
export type Quota = Readonly<Record<Kind, number | undefined>>;

/** A task that a submission made, or was asked to watch. */
export interface SubmittedTask {
  readonly id: string;
  readonly kind?: Kind;
  /** How many URLs were submitted in its call. */
  readonly urls: number;
  /**
   * `added` to the list now; `already` on it, and kept as it is; `unlisted`: the CDN has the task but the list could not be
   * written, so nobody watches it until the id is submitted with `watch`.
   */
  readonly listed: 'added' | 'already' | 'unlisted';
}

/** URLs that did not become a task. */
export interface FailedCall {
  readonly kind: Kind;
  readonly urls: readonly string[];
  readonly code: string;
  /** What happened and what to do next. */
  readonly reason: string;
}

/** What a submission answers. */
export interface SubmissionAnswer {
  /** Names the submission: the request id of its invocation. */
  readonly submission: string;
  readonly tasks: readonly SubmittedTask[];
  readonly failed: readonly FailedCall[];
  /** Every fault of the request, when it was refused as a whole: then nothing was submitted. */
  readonly refused?: readonly string[];
}
