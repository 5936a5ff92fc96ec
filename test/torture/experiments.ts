/** All experiments, in the order in which they are run. */
import { breakages } from './breakages';
import type { Experiment } from './experiment';
import { faults } from './faults/faults';
import { hostileInput } from './hostile/input';
import { kills } from './kills/kills';
import { crashes } from './memory/crashes';
import { overlap } from './memory/overlap';
import { soak } from './memory/soak';
import { stalls } from './memory/stalls';
import { mutants } from './mutants';
import { secrets } from './secrets/secrets';

export const EXPERIMENTS: readonly Experiment[] = [
  crashes,
  stalls,
  overlap,
  soak,
  kills,
  faults,
  hostileInput,
  secrets,
  breakages,
  mutants,
];
