/** Sweeps in fresh instances with the timeout of template.yml, each measured once for all parts of the benchmark that look at it. */
import { LATENCY, type Load, measuredSweep, type Sweep } from './measured-sweep';
import { median } from './median';

/** Fresh processes for each list; the median counts, and of the memory the worst. */
export const RUNS = 3;
/** A list that takes most of a minute hardly differs from run to run, and is measured once. Tasks. */
export const LONG = 10_000;

export type List = Pick<Load, 'tasks' | 'ending' | 'urls'>;

export interface Fresh extends List {
  readonly asked: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const measured = new Map<string, Promise<Fresh>>();

export function freshSweep(list: List): Promise<Fresh> {
  const key = JSON.stringify([list.tasks, list.ending, list.urls]);
  const fresh = measured.get(key) ?? measure(list);
  measured.set(key, fresh);
  return fresh;
}

/** Ms of the whole invocation for a thousand tasks. */
export function perThousand({ wallMs, asked }: Fresh): number {
  return (wallMs / asked) * 1_000;
}

async function measure(list: List): Promise<Fresh> {
  const sweeps: Sweep[] = [];
  for (let seed = 1; seed <= (list.tasks < LONG ? RUNS : 1); seed++) {
    sweeps.push(await measuredSweep({ ...list, seed, latency: LATENCY, instance: 'fresh' }));
  }
  return {
    ...list,
    asked: median(sweeps.map(({ summary }) => summary.asked)),
    wallMs: median(sweeps.map(({ wallMs }) => wallMs)),
    cpuMs: median(sweeps.map(({ usage }) => usage.cpuMs)),
    peakMb: Math.max(...sweeps.map(({ usage }) => usage.peakMb)),
  };
}
