/** What still runs of each submission: a list can be long, so it is counted, not kept. */
import type { Waiting } from '../task';

export interface Running {
  readonly tasks: number;
  /** When the first of them came onto the list, ms since 1970. */
  readonly since?: number | undefined;
}

/** By submission. */
export type RunningTasks = ReadonlyMap<string, Running>;

/** What runs of a submission, with one task more. */
export function oneMore(before: Running | undefined, { added }: Waiting): Running {
  const since = added === undefined || (before?.since ?? added) < added ? before?.since : added;
  return { tasks: (before?.tasks ?? 0) + 1, since };
}
