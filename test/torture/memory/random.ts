/** Chance that can be repeated: the same seed gives the same numbers. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

export interface Random {
  /** A whole number, both ends included. */
  int(least: number, most: number): number;
  /** True in so many of 100 cases. */
  percent(chance: number): boolean;
  pick<const T>(some: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  // The seeds of a run follow each other: simpler generators begin alike then.
  const generator = mersenne(seed);
  const int = (least: number, most: number) => uniformInt(generator, least, most);
  return {
    int,
    percent: (chance) => int(1, 100) <= chance,
    pick: (some) => some[int(0, some.length - 1)] ?? some[0],
  };
}
