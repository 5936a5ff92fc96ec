/** How long each step takes, in processes of its own: the first time, and when it is warm. */
import { median } from '../median';
import type { Bundled } from './bundled';
import { STEPS, type StepId } from './steps';

/** Times a step is taken in a process; the first is cold, the last ones are warm. */
const TIMES = 20;
const WARM = 9;

/** In ms of CPU. */
export interface Taken {
  readonly step: StepId;
  readonly coldMs: number;
  readonly warmMs: number;
}

/**
 * @param file holds the reply
 * @param processes of each step, by turns; the median counts
 */
export async function stepsTaken({ run }: Bundled, file: string, processes: number): Promise<Taken[]> {
  const ids = Object.keys(STEPS) as StepId[];
  const spent = new Map<StepId, number[][]>(ids.map((step) => [step, []]));
  for (let i = 0; i < processes; i++) {
    for (const step of ids) {
      spent.get(step)?.push((await run('time-step', [step, file, String(TIMES)])) as number[]);
    }
  }
  return [...spent].map(([step, all]) => ({
    step,
    coldMs: median(all.flatMap((times) => times.slice(0, 1))),
    warmMs: median(all.flatMap((times) => times.slice(-WARM))),
  }));
}
