/** Several sweeps at once, one step of this and one of that in every order, held up for minutes, with clocks that are wrong. */
import fc from 'fast-check';
import type { Experiment, Finding } from './experiment';
import type { Judgement } from './ledger';
import { createScene, MINUTE, START } from './scene';
import { toTheEnd } from './to-the-end';
import { sumUp } from './trials';
import type { Time } from './virtual-time';
import { World } from './world';

const SIZES = { small: 250, full: 10_000 };
/** Tasks of a scene. */
const FEW = 6;
/** Shorter than a lease and longer than an invocation, and longer than a lease. Ms. */
const HOLDS = [10_000, 70_000, 125_000, 200_000];

interface Schedule {
  readonly scene: number;
  readonly scheduler: fc.Scheduler;
  /** By how much each instance's clock is wrong at first, and after it has been set. Ms. */
  readonly skews: readonly (readonly [number, number])[];
  /** Everything stands still for so long, at moments the scheduler chooses. Ms. */
  readonly holds: readonly number[];
}

const skew = fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE });
const schedule: fc.Arbitrary<Schedule> = fc.record({
  scene: fc.integer({ min: 0, max: 1_000_000 }),
  scheduler: fc.scheduler(),
  skews: fc.array(fc.tuple(skew, skew), { minLength: 2, maxLength: 4 }),
  holds: fc.array(fc.constantFrom(...HOLDS), { maxLength: 3 }),
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

async function sweepTogether({ scene, scheduler, skews, holds }: Schedule): Promise<Judgement> {
  const time = new ScheduledTime(scheduler);
  const world = new World(createScene(scene, FEW), time);
  const travel = async (name: string) => {
    await scheduler.schedule(Promise.resolve(), name);
    return 0;
  };
  const sweeps = skews.map(([first, then], i) =>
    world.invoke({ travel, held: true, skew: () => (time.now() > START + i * 100 ? then : first) }),
  );
  const held = holds.map((ms) =>
    scheduler.schedule(Promise.resolve(), `held up for ${ms} ms`).then(() => time.pass(ms)),
  );
  await time.run(Promise.all([...sweeps, ...held]));
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
