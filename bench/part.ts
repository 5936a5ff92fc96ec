/** What a part of the benchmark gives: figures to keep, and lines to show. */

export interface Measured {
  readonly figures: object;
  readonly lines: readonly string[];
}

export type Part = () => Promise<Measured>;
