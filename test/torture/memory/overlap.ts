/** Several sweeps at once, one step of this and one of that in every order, held up for minutes, with clocks that are wrong. */
import fc from 'fast-check';
import type { Experiment, Finding } from '../experiment';
import type { Judgement } from './ledger';
import { createScene, MINUTE, START } from './scene';
import { toTheEnd } from './to-the-end';
import { sumUp } from './trials';
import type { Time } from './virtual-time';
import { World } from './world';

const SIZES = { small: 250, full: 10_000 };
/** Tasks of a scene. */
const FEW = 20;
/** Shorter than a lease and longer than an invocation, and longer than a lease. Ms. */
const HOLDS = [10_000, 70_000, 125_000, 200_000];

interface Sweep {
  /** By how much its clock is wrong at first, and after it has been set. Ms. */
  readonly skew: readonly [number, number];
  /** It begins when the others have done so many steps. */
  readonly after: number;
}

/**
 * Everything stands still. One of the sweeps may have been suspended together with its machine: its own timer has not counted
 * the time.
 */
interface Hold {
  readonly ms: number;
  readonly suspended: number | undefined;
  /** It comes when the sweeps have done so many steps. */
  readonly after: number;
}

interface Schedule {
  readonly scene: number;
  readonly scheduler: fc.Scheduler;
  readonly sweeps: readonly Sweep[];
  readonly holds: readonly Hold[];
}

const STEPS = fc.nat({ max: 40 });
const skew = fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE });
const schedule: fc.Arbitrary<Schedule> = fc.record({
  scene: fc.integer({ min: 0, max: 1_000_000 }),
  scheduler: fc.scheduler(),
  sweeps: fc.array(fc.record({ skew: fc.tuple(skew, skew), after: STEPS }), { minLength: 2, maxLength: 4 }),
  holds: fc.array(
    fc.record({
      ms: fc.constantFrom(...HOLDS),
      suspended: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
      after: STEPS,
    }),
    { maxLength: 3 },
  ),
});

export const overlap: Experiment = {
  name: 'overlap',
  async run(size, seed): Promise<Finding> {
    const judgements: Judgement[] = [];
    const property = fc.asyncProperty(schedule, async (chosen) => {
      const judgement = await sweepTogether(chosen);
      judgements.push(judgement);
      const { lost, breaches } = judgement;
      if (lost + breaches.length > 0) throw new Error([...breaches, `${lost} lost`].join(', '));
    });
    // A smaller example would be found by breaking the promise again and again: the first one will do.
    const details = await fc.check(property, { seed, numRuns: SIZES[size], endOnFailure: true });
    const place = `seed ${seed}, schedule ${details.counterexamplePath}`;
    return sumUp(
      `${judgements.length} schedules`,
      judgements.map((judgement) => ({ place, judgement })),
    );
  },
};

async function sweepTogether({ scene, scheduler, sweeps, holds }: Schedule): Promise<Judgement> {
  const time = new ScheduledTime(scheduler);
  const world = new World(createScene(scene, FEW), time);
  const uncounted = sweeps.map(() => 0);
  const step = (name: string) => scheduler.schedule(Promise.resolve(), name);
  const steps = async (count: number) => {
    for (let i = 0; i < count; i++) await step('a step');
  };
  const travel = async (name: string) => {
    await step(name);
    return 0;
  };
  const swept = sweeps.map(async ({ skew: [first, then], after }, i) => {
    await steps(after);
    const clockIsSet = time.now() + 100;
    const before = uncounted[i] ?? 0;
    // Of a machine that is suspended, its clock is the only witness.
    const isWitness = holds.some(({ suspended }) => suspended === i);
    const wrong = () => (time.now() > clockIsSet && !isWitness ? then : first);
    await world.invoke({ travel, held: true, skew: wrong, uncounted: () => (uncounted[i] ?? 0) - before });
  });
  const held = holds.map(async ({ ms, suspended, after }) => {
    await steps(after);
    await step(`held up for ${ms} ms`);
    time.pass(ms);
    if (suspended !== undefined) uncounted[suspended] = (uncounted[suspended] ?? 0) + ms;
  });
  await time.run(Promise.all([...swept, ...held]));
  await toTheEnd(world, time);
  return world.ledger.judge();
}

/** Whoever sleeps is woken when the scheduler says so, but not too early: others may have slept for longer meanwhile. */
class ScheduledTime implements Time {
  private moment = START;
  constructor(private readonly scheduler: fc.Scheduler) {}

  now(): number {
    return this.moment;
  }

  pass(ms: number): void {
    this.moment += ms;
  }

  async sleep(ms: number): Promise<void> {
    const until = this.moment + ms;
    await this.scheduler.schedule(Promise.resolve(), `sleep ${ms} ms`);
    this.moment = Math.max(this.moment, until);
  }

  run<T>(work: Promise<T>): Promise<T> {
    return this.scheduler.waitFor(work);
  }
}
