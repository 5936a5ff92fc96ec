/** A function that checks itself: what its role must be allowed is tried one by one, and nothing is changed. */
import type { Log } from './log';
import type { Check } from './steps/judge-check';

export interface CheckAnswer {
  /** Which function of this project answers. */
  readonly function: 'poll' | 'submit';
  readonly instance: string;
  readonly table: string;
  readonly checks: readonly Check[];
  /** Actions that can't be tried without doing what they do. */
  readonly untried: readonly string[];
}

/** Tries one thing; what is wrong is in the result. */
export type Trial = (log: Log) => Promise<Check>;

export interface Checking {
  readonly trials: readonly Trial[];
  readonly untried: readonly string[];
  readonly tablestore: { readonly instance: string; readonly table: string };
  readonly log: Log;
}

export async function check(
  name: CheckAnswer['function'],
  { trials, untried, tablestore, log }: Checking,
): Promise<CheckAnswer> {
  const checks = await Promise.all(trials.map((attempt) => attempt(log)));
  const wrong = checks.filter(({ ok }) => !ok);
  log.info(
    { checks: checks.length, wrong: wrong.length, codes: wrong.map(({ check, code }) => `${check} ${code}`) },
    'checked',
  );
  const { instance, table } = tablestore;
  return { function: name, instance, table, checks, untried };
}
