/** So many tasks at one latency, in a warm instance: a few sweeps, one after the other, as one figure each. */
import { measuredSweep, POSSIBLE, type Sweep } from './measured-sweep';
import { median } from './median';

/** Seconds: more than template.yml gives, so that one sweep asks about all of them. */
export const TIMEOUT = 180;

export interface Size {
  readonly tasks: number;
  /** The median of their speed counts, and the worst of what must not happen. */
  readonly runs: number;
}

export interface Cell extends Size {
  /** Ms a call to the CDN takes in the middle. */
  readonly latency: number;
  readonly asked: number;
  readonly calls: number;
  readonly fewestCalls: number;
  /** By the milliseconds of the summary. */
  readonly tasksPerSecond: number;
  /** By the whole invocation. */
  readonly tasksPerSecondWall: number;
  /** Of the possible, in %. */
  readonly share: number;
  readonly throttled: number;
  readonly mostInAnySecond: number;
  readonly rowsWritten: number;
  readonly tasksChanged: number;
}

export async function measureCell(latency: number, { tasks, runs }: Size): Promise<Cell> {
  const sweeps: Sweep[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    sweeps.push(
      await measuredSweep({
        ...{ tasks, latency, seed, ending: 'unchanged', urls: 1, instance: 'warm', timeout: TIMEOUT },
      }),
    );
  }
  const perSecond = (ms: (sweep: Sweep) => number) => tasks / (median(sweeps.map(ms)) / 1_000);
  const worst = (value: (sweep: Sweep) => number) => Math.max(...sweeps.map(value));
  const tasksPerSecond = perSecond(({ summary }) => summary.milliseconds);
  return {
    ...{ latency, tasks, runs, tasksPerSecond },
    asked: Math.min(...sweeps.map(({ summary }) => summary.asked)),
    calls: worst(({ calls }) => calls.length),
    fewestCalls: Math.ceil(tasks / 10),
    tasksPerSecondWall: perSecond(({ wallMs }) => wallMs),
    share: (tasksPerSecond / POSSIBLE) * 100,
    throttled: worst((sweep) => sweep.throttled),
    mostInAnySecond: worst((sweep) => sweep.mostInAnySecond),
    rowsWritten: worst((sweep) => sweep.rowsWritten),
    tasksChanged: worst((sweep) => sweep.tasksChanged),
  };
}
