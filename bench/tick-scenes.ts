/** Ticks of every kind, each in a warm instance on a cloud of its own. */
import { completes } from '../test/cloud/cdn/life';
import { TABLE } from '../test/cloud/cloud';
import { MINUTE } from './day';
import { type FarCloud, farCloud } from './far-cloud';
import { median } from './median';
import { createMeter, sumUp, type TickCost } from './tick-cost';
import { enlist, type Waiting, warmUp } from './waiting-cloud';

export const TASKS = 100;
/** Ticks of each kind; the median of each figure counts. */
export const TICKS = 5;
/** From the first tick on, the tasks of the submission end one after the other within this time. */
export const MINUTES = 6;

const ended = () => completes(0);

/** What a scene puts on the list before its first tick, or before each, and the settings it is about. */
export interface Scene {
  readonly name: string;
  readonly waiting?: Omit<Waiting, 'from'>;
  readonly anew?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

export const SCENES = {
  idle: { name: 'nothing on the list' },
  unchanged: { name: `${TASKS} tasks, none has ended`, waiting: { tasks: TASKS, submission: TASKS } },
  single: { name: `${TASKS} have ended, of no submission`, waiting: { tasks: TASKS, lifeOf: ended }, anew: true },
  submission: {
    name: `${TASKS} have ended, one submission`,
    waiting: { tasks: TASKS, submission: TASKS, lifeOf: ended },
    anew: true,
  },
  silent: {
    name: 'the same, NOTIFY=failures',
    waiting: { tasks: TASKS, submission: TASKS, lifeOf: ended },
    anew: true,
    settings: { NOTIFY: 'failures' },
  },
} as const satisfies Readonly<Record<string, Scene>>;

export function medianTick({ waiting, anew = false, settings = {} }: Scene): Promise<TickCost> {
  return withFar(settings, async (far, services) => {
    const tick = createMeter(far);
    const ticks: TickCost[] = [];
    for (let i = 0; i < TICKS; i++) {
      if (waiting && (anew || i === 0)) enlist(services, { ...waiting, from: i * TASKS }, far.now());
      ticks.push(await tick());
    }
    return sumUp(ticks, median);
  });
}

/** A submission from its first tick to the record of its last task: each tick. */
export function submissionLife(): Promise<TickCost[]> {
  return withFar({ ANNOUNCE: 'submission' }, async (far, services) => {
    const lifeOf = (number: number) => completes(((number + 1) / TASKS) * MINUTES * MINUTE);
    const tick = createMeter(far);
    enlist(services, { tasks: TASKS, submission: TASKS, lifeOf }, far.now());
    const ticks: TickCost[] = [];
    while (far.tablestore.rows(TABLE).some(({ list }) => list === 'pending')) {
      if (ticks.length > 2 * MINUTES) throw new Error('the submission does not end');
      ticks.push(await tick());
    }
    return ticks;
  });
}

type Services = Parameters<typeof enlist>[0];

async function withFar<T>(
  settings: Readonly<Record<string, string>>,
  measure: (far: FarCloud, services: Services) => Promise<T>,
): Promise<T> {
  const far = await farCloud(ended, settings);
  try {
    const services = { cdn: far.cloud.cdn, tablestore: far.tablestore };
    await warmUp(far.cloud, services, far.now());
    return await measure(far, services);
  } finally {
    await far.close();
  }
}
