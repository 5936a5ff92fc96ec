/** What an experiment is: a search for a breach of the promises, of a size that can be chosen, repeatable by its seed. */

/** `small` takes a few seconds and runs with the tests; `full` is for `npm run torture`. */
export type Size = 'small' | 'full';

export interface Finding {
  /** What was done, with its number: "12,400 crashes". */
  readonly size: string;
  /** Tasks that ended and that nobody was told of, though everything worked again. */
  readonly lost: number;
  /** Messages that came twice where the promises allow it: after a crash, or an answer that said neither yes nor no. */
  readonly repeats: number;
  /** What must never happen, one sentence each with the seed that shows it again. No more than a few are kept. */
  readonly breaches: readonly string[];
  /** Figures worth printing below the table. */
  readonly notes?: readonly string[];
}

export interface Experiment {
  /** One or two words, as typed after `npm run torture --`. */
  readonly name: string;
  /** @param seed the same seed does the same again, as far as no process or network takes part */
  run(size: Size, seed: number): Promise<Finding>;
}
