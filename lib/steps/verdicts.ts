/** Settles all tasks that were asked about, and sorts out what has to be written. */
import type { Change } from '../ports';
import type { Answer, Owed, Waiting } from '../task';
import { settle } from './settle';

export interface Verdicts {
  readonly settled: readonly Change<Owed>[];
  /** Still waiting, with something to remember. */
  readonly changed: readonly Change<Waiting>[];
}

/**
 * @param now ms since 1970
 * @param historyDays how long the CDN remembers a task
 */
export function settleAll(
  answers: ReadonlyMap<Waiting, Answer>,
  now: number,
  historyDays: number,
  epoch: number,
): Verdicts {
  const settled: Change<Owed>[] = [];
  const changed: Change<Waiting>[] = [];
  for (const [before, answer] of answers) {
    const verdict = settle(before, answer, now, historyDays, epoch);
    if (verdict.kind === 'settled') settled.push({ before, after: verdict.task });
    if (verdict.kind === 'changed') changed.push({ before, after: verdict.task });
  }
  return { settled, changed };
}
