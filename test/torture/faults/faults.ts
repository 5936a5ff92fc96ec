/** The real sweep, over real connections to servers that fail in every way known, until they work again. */
import type { Experiment, Finding } from '../experiment';
import { createRandom } from '../memory/random';
import type { Chosen } from './injector';
import { type Judgement, judge } from './judge';
import { ALL_KINDS } from './kinds';
import { type Plan, plansFor } from './plans';
import { MINUTE } from './time';
import { createWorld } from './world';

/** Minutes between the sweeps when nothing is wrong any more: enough for an hour's wait, and for tasks that run long. */
const PAUSES = [5, 12, 12, 12, 12, 30, 30, 30, 60, 60, 60, 60];
const BREACHES_KEPT = 20;

interface Ended extends Judgement {
  readonly sweeps: number;
  readonly injected: ReadonlyMap<string, number>;
}

export const faults: Experiment = {
  name: 'faults',
  async run(size, seed): Promise<Finding> {
    const { target, atOnce, plan } = plansFor(size, seed);
    const ended: Ended[] = [];
    const counts = new Map(ALL_KINDS.map(({ name }) => [name, 0]));
    const stray: string[] = [];
    const unhandled = (reason: unknown) => void stray.push(`a promise nobody waited for was rejected: ${reason}`);
    process.on('unhandledRejection', unhandled);
    const isEnough = () => [...counts.values()].every((count) => count >= target);
    let begun = 0;
    const worker = async () => {
      while (!isEnough()) {
        const list = begun++;
        const next = plan(list);
        if (!next) return;
        const end = await runWorld(next, `seed ${seed}, list ${list}, ${named(next.chosen)}`, isEnough);
        ended.push(end);
        for (const [kind, count] of end.injected) counts.set(kind, (counts.get(kind) ?? 0) + count);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    process.off('unhandledRejection', unhandled);
    return report(
      ended,
      counts,
      stray.map((what) => `seed ${seed}: ${what}`),
    );
  },
};

/**
 * @param place how to find it again
 * @param isEnough whether no further faults are wanted
 */
async function runWorld(plan: Plan, place: string, isEnough: () => boolean): Promise<Ended> {
  const random = createRandom(plan.seed);
  const world = await createWorld(plan, random);
  const { injector } = world.record;
  try {
    for (let i = 0; i < plan.faultySweeps && !injector.isThrough && !isEnough(); i++) {
      injector.beginSweep();
      await world.sweep();
      world.time.skip(random.int(1, plan.longestGap(i)) * MINUTE);
    }
    injector.stop();
    for (const minutes of PAUSES) {
      if (world.rows.pending === 0) break;
      await world.sweep();
      world.time.skip(minutes * MINUTE);
    }
    const judgement = judge(world);
    return {
      ...judgement,
      breaches: [...new Set(judgement.breaches)].map((breach) => `${place}: ${breach}`),
      sweeps: world.sweeps,
      injected: injector.injected,
    };
  } finally {
    await world.servers.close();
  }
}

function named(chosen: readonly Chosen[]): string {
  return chosen.map(({ kind }) => kind.name).join(' + ');
}

function report(ended: readonly Ended[], counts: ReadonlyMap<string, number>, stray: readonly string[]): Finding {
  const sum = (of: (one: Ended) => number) => ended.reduce((total, one) => total + of(one), 0);
  const faults = [...counts.values()].reduce((total, count) => total + count, 0);
  const number = (value: number) => value.toLocaleString('en');
  return {
    size: `${number(faults)} faults of ${counts.size} kinds, ${number(sum(({ sweeps }) => sweeps))} sweeps of ${number(ended.length)} lists`,
    lost: sum(({ lost }) => lost),
    repeats: sum(({ repeats }) => repeats),
    breaches: [...stray, ...ended.flatMap(({ breaches }) => breaches)].slice(0, BREACHES_KEPT),
    notes: [[...counts].map(([kind, count]) => `${kind} ${number(count)}`).join(', ')],
  };
}
