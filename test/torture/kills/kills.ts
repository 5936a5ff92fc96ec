/** The poller's process is killed again and again, wherever it is; in the end all has been told, and nothing twice without a reason. */
import fc from 'fast-check';
import type { Experiment, Finding, Size } from '../experiment';
import type { Ways } from './cloud';
import { killedRun, type Run } from './run';
import { PHASES } from './tick';

const BOTH: Ways = { announce: 'submission', failures: 'also' };
const ONE: Ways = { announce: 'sweep', failures: 'none' };

/** Two clouds at a time, one for each core; a cloud in the same row comes after the one before it. */
const SIZES: Readonly<Record<Size, { readonly killsACloud: number; readonly clouds: readonly (readonly Ways[])[] }>> = {
  small: { killsACloud: 6, clouds: [[BOTH], [ONE]] },
  full: {
    killsACloud: 253,
    clouds: [
      [BOTH, { announce: 'submission', failures: 'none' }],
      [ONE, { announce: 'sweep', failures: 'only' }],
    ],
  },
};

const BREACHES_KEPT = 5;
const LOST_KEPT = 3;

export const kills: Experiment = {
  name: 'kills',
  async run(size, seed) {
    const began = performance.now();
    const { killsACloud, clouds } = SIZES[size];
    const seeds = fc.sample(fc.noBias(fc.nat()), { seed, numRuns: clouds.flat().length });
    const runs = await Promise.all(
      clouds.map(async (row) => {
        const own = row.map((ways) => ({ ways, seed: seeds.pop() ?? seed }));
        const done: Run[] = [];
        for (const cloud of own) done.push(await killedRun(cloud.ways, killsACloud, cloud.seed));
        return done;
      }),
    );
    return toFinding(runs.flat(), seed, (performance.now() - began) / 60_000);
  },
};

function toFinding(runs: readonly Run[], seed: number, minutes: number): Finding {
  const sum = (of: (run: Run) => number) => runs.reduce((all, run) => all + of(run), 0);
  const killed = sum((run) => run.kills);
  const lost = runs.flatMap((run) => run.lost);
  const phases = runs.flatMap((run) => run.phases);
  const counts = PHASES.map((phase) => `${phase} ${number(phases.filter((each) => each === phase).length)}`);
  return {
    size: `${number(killed)} kills, ${number(sum((run) => run.tasks))} tasks`,
    lost: lost.length,
    repeats: sum((run) => run.repeats),
    breaches: runs
      .flatMap((run) => run.breaches)
      .slice(0, BREACHES_KEPT)
      .map((breach) => `seed ${seed}: ${breach}`),
    notes: [
      `How far the sweeps had come when they were killed: ${counts.join(', ')}.`,
      `${number(sum((run) => run.messages))} messages, ${number(sum((run) => run.ticks))} ticks, ${number(killed / minutes)} kills a minute.`,
      ...lost.slice(0, LOST_KEPT).map((task) => `Lost: ${task}.`),
    ],
  };
}

function number(count: number): string {
  return Math.round(count).toLocaleString('en');
}
