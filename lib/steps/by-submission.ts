/** Settled tasks, sorted by the submission they belong to. */
import type { Owed } from '../task';

/** Tasks without a submission are in none. */
export function bySubmission(tasks: readonly Owed[]): Map<string, Owed[]> {
  const submissions = new Map<string, Owed[]>();
  for (const task of tasks) {
    if (task.submission === undefined) continue;
    const others = submissions.get(task.submission);
    if (others) others.push(task);
    else submissions.set(task.submission, [task]);
  }
  return submissions;
}
