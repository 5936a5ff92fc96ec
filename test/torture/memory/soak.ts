/** A long time of hard work: more tasks than one sweep can ask about, new ones every minute, and services that fail now and then. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Outcome } from '../../../lib/task';
import type { Experiment, Finding } from '../experiment';
import { createRandom, type Random } from './random';
import { type Life, MINUTE, type Scene, START } from './scene';
import { troubles } from './soak-troubles';
import { toTheEnd } from './to-the-end';
import { sumUp } from './trials';
import { VirtualTime } from './virtual-time';
import { Waits } from './waits';
import { World } from './world';

interface Load {
  /** There when the first sweep comes. */
  readonly atOnce: number;
  /** Come before each of the next sweeps. */
  readonly everyMinute: number;
  readonly minutes: number;
}
const SIZES: Record<'small' | 'full', Load> = {
  small: { atOnce: 13_000, everyMinute: 40, minutes: 12 },
  full: { atOnce: 40_000, everyMinute: 250, minutes: 241 },
};

const BAD: readonly [Outcome, ...Outcome[]] = [
  'failed',
  'failed',
  'failed',
  'failed',
  'failed',
  'failed',
  'missing',
  'missing',
  'rejected',
];
/** Memory that is not given back when all is over. Bytes. Not looked at among the tests, where errors are kept to look for secrets. */
const MOST_KEPT = 20_000_000;

export const soak: Experiment = {
  name: 'soak',
  async run(size, seed): Promise<Finding> {
    const before = memoryInUse();
    const { finding, backlog, peak, sweeps, longest, fair } = await work(SIZES[size], seed);
    const kept = memoryInUse() - before;
    return {
      ...finding,
      breaches: [
        ...finding.breaches,
        ...(longest > fair ? [`a task waited for ${longest} sweeps, where ${fair} are fair (seed ${seed})`] : []),
        ...(size === 'full' && kept > MOST_KEPT
          ? [`${megabytes(kept)} MB more in use after ${sweeps} sweeps (seed ${seed})`]
          : []),
      ],
      notes: [
        `soak: a backlog of ${backlog} tasks at most, none of which waited for more than ${longest} sweeps (${fair} are fair); ` +
          `${megabytes(peak)} MB in use at most, world and all, ${megabytes(kept)} MB more at the end than before`,
      ],
    };
  },
};

async function work(load: Load, seed: number) {
  const random = createRandom(seed);
  const time = new VirtualTime(START);
  const waves = createWaves(load, random);
  const lives = waves.flat();
  const scene: Scene = {
    lives,
    spoilt: [],
    settings: { notify: 'all', announce: 'submission', failures: 'none' },
    pageSize: 100_000,
    batchSize: 200,
  };
  const world = new World({ ...scene, lives: [] }, time, lives);
  const waits = new Waits(world);
  let backlog = 0;
  let peak = 0;
  for (const wave of waves) {
    world.arrive({ lives: wave, spoilt: [] });
    backlog = Math.max(backlog, world.list.pending.size);
    waits.sweepEnded(await time.run(world.invoke({ travel: () => random.int(1, 60), fate: troubles(random) })));
    peak = Math.max(peak, process.memoryUsage().heapUsed);
    time.pass(MINUTE);
  }
  // Without any trouble as many sweeps as it takes to ask about all, and to tell all.
  for (let i = 0; i < load.minutes && world.list.pending.size > 0; i++) {
    waits.sweepEnded(await time.run(world.invoke({ travel: () => random.int(1, 60) })));
    time.pass(MINUTE);
  }
  await toTheEnd(world, time);
  const judgement = world.ledger.judge();
  const finding = sumUp(`${lives.length} tasks, ${waits.sweeps} sweeps`, [{ place: `seed ${seed}`, judgement }]);
  const { sweeps, longest } = waits;
  // Numbers only: whoever kept the world would keep its memory.
  return { finding, backlog, peak, sweeps, longest, fair: waits.mostFor(backlog) };
}

/** The tasks that come before each sweep. */
function createWaves({ atOnce, everyMinute, minutes }: Load, random: Random): Life[][] {
  let made = 0;
  return Array.from({ length: minutes }, (_, minute) =>
    Array.from({ length: minute === 0 ? atOnce : everyMinute }, () =>
      createLife(made++, START + minute * MINUTE, random),
    ),
  );
}

function createLife(number: number, added: number, random: Random): Life {
  return {
    id: String(7_000_000_000 + number),
    outcome: random.percent(10) ? random.pick(BAD) : 'complete',
    ends: added + random.int(1, 25) * MINUTE,
    added,
    urls: 1,
    // A submission comes at once.
    ...(random.percent(40) && { submission: `s${Math.floor(number / 50)}` }),
    before: 'nothing',
  };
}

function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
