/** Which settled tasks are told now, and which wait for the rest of their submission. */
import type { Owed } from '../task';

/** Successes that have waited this long are told, although other tasks of their submission still run. Ms. */
export const PATIENCE = 3_600_000;

export interface Released {
  /** To be told now. */
  readonly due: readonly Owed[];
  /** Successes that wait. They are owed and stay as they are. */
  readonly held: readonly Owed[];
}

/**
 * The rules, in this order:
 * 1. Anything but a success is told at once, and so is a task without a submission.
 * 2. When no task of a submission runs any more, all of it is told.
 * 3. When a success has waited too long, all successes of its submission are told.
 * 4. Other successes wait.
 *
 * @param owed settled tasks nobody has been told of
 * @param goesOn whether a submission has tasks that are still watched after this sweep
 * @param announce `sweep`: nothing waits
 * @param now ms since 1970
 */
export function release(
  owed: readonly Owed[],
  goesOn: (submission: string) => boolean,
  announce: 'submission' | 'sweep',
  now: number,
): Released {
  if (announce === 'sweep') return { due: owed, held: [] };
  const successes = owed.filter(({ ending }) => ending.outcome === 'complete');
  const late = new Set(
    successes.filter(({ settled }) => now - settled >= PATIENCE).map(({ submission }) => submission),
  );
  const waits = ({ submission, ending }: Owed) =>
    submission !== undefined && ending.outcome === 'complete' && goesOn(submission) && !late.has(submission);
  return { due: owed.filter((task) => !waits(task)), held: owed.filter(waits) };
}
