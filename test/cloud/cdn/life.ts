/** What becomes of a URL after its task was submitted: a script over the server's wall clock. */

export interface Step {
  readonly afterMs: number;
  /** As the API spells it; any other word stands for a status it does not document. */
  readonly status: string;
  readonly process: string;
  readonly description?: string;
}

export interface Life {
  /** ms since 1970. Absent: the moment the task is added. */
  readonly created?: number;
  /** In the order of `afterMs`. */
  readonly steps: readonly Step[];
}

const MINUTE_MS = 60_000;
const PENDING: Step = { afterMs: 0, status: 'Pending', process: '0%' };

/** https://www.alibabacloud.com/help/en/cdn/user-guide/refresh-and-prefetch-resources: a refresh takes 5 to 6 minutes. */
export function completes(afterMs = 5 * MINUTE_MS): Life {
  return { steps: [PENDING, underway(afterMs), { afterMs, status: 'Complete', process: '100%' }] };
}

export function fails(afterMs = 5 * MINUTE_MS, description = 'InternalError'): Life {
  return { steps: [PENDING, underway(afterMs), { afterMs, status: 'Failed', process: '100%', description }] };
}

export function neverFinishes(afterMs = MINUTE_MS): Life {
  return { steps: [PENDING, { afterMs, status: 'Refreshing', process: '99.37%' }] };
}

/** Stays in a status the documentation does not know, such as `timeout` or `canceled`. */
export function inUnknownStatus(status: string, afterMs = 0): Life {
  return { steps: [PENDING, { afterMs, status, process: '50%' }] };
}

export function createdAt(created: number, life: Life): Life {
  return { ...life, created };
}

export function stepAt(life: Life, ageMs: number): Step {
  return life.steps.findLast((step) => step.afterMs <= ageMs) ?? life.steps[0] ?? PENDING;
}

/** What a URL submitted by hand meets, read from the URL itself. */
export function lifeByUrl(url: string, usual: Life): Life {
  const rules: readonly (readonly [RegExp, Life])[] = [
    [/timeout/i, fails(undefined, 'OriginTimeout')],
    [/5xx|50\d/i, fails(undefined, 'OriginReturn StatusCode 5XX')],
    [/internal/i, fails(undefined, 'InternalError')],
    [/never/i, neverFinishes()],
  ];
  const path = url.replace(/^(https?:\/\/)?[^/]*/, '');
  return rules.find(([words]) => words.test(path))?.[1] ?? usual;
}

function underway(endMs: number): Step {
  return { afterMs: Math.floor(endMs / 5), status: 'Refreshing', process: '50%' };
}
