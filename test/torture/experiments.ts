/** All experiments, in the order in which they are run. */
import { breakages } from './breakages';
import { crashes } from './crashes';
import type { Experiment } from './experiment';
import { overlap } from './overlap';
import { soak } from './soak';
import { stalls } from './stalls';

export const EXPERIMENTS: readonly Experiment[] = [crashes, stalls, overlap, soak, breakages];
