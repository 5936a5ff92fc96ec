/** From any request on everything is slow, so that time runs out there; or a request takes effect long after it was given up. */
import type { Experiment, Finding } from '../experiment';
import type { Fate } from './invocation';
import { createScene, MINUTE, type Scene, START } from './scene';
import { toTheEnd, USUAL_TRAVEL } from './to-the-end';
import { sumUp, type Trial } from './trials';
import { VirtualTime } from './virtual-time';
import { World } from './world';

const SIZES = { small: { scenes: 5, tasks: 12 }, full: { scenes: 60, tasks: 40 } };

interface Trouble {
  readonly name: string;
  fate(number: number, at: number): Fate | undefined;
}

const slow = (when: 'before' | 'after', ms: number): Trouble => ({
  name: `${ms} ms ${when} each request took effect, from`,
  fate: (number, at) => (number >= at ? { kind: 'stall', when, ms } : undefined),
});
const lost = (when: 'before' | 'after'): Trouble => ({
  name: `no answer, lost ${when} it took effect, to`,
  fate: (number, at) => (number === at ? { kind: 'stall', when, ms: NEVER } : undefined),
});
const late = (ms: number): Trouble => ({
  name: `an effect ${ms} ms late, of`,
  fate: (number, at) => (number === at ? { kind: 'late', ms } : undefined),
});

const NEVER = 60 * MINUTE;

/** Slow, but in time; slow, and mostly too late; never. Late: in the same sweep, and in the midst of the next ones. */
const TROUBLES: readonly Trouble[] = [
  ...[900, 4_000, NEVER].flatMap((ms) => [slow('before', ms), slow('after', ms)]),
  lost('before'),
  lost('after'),
  ...[5_500, 60_010, 3 * MINUTE + 40].map(late),
];

export const stalls: Experiment = {
  name: 'stalls',
  async run(size, seed): Promise<Finding> {
    const { scenes, tasks } = SIZES[size];
    const trials: Trial[] = [];
    for (let i = 0; i < scenes; i++) trials.push(...(await everyTrouble(createScene(seed + i, tasks), seed + i)));
    return sumUp(`${trials.length} times out of time`, trials);
  },
};

async function everyTrouble(scene: Scene, seed: number): Promise<Trial[]> {
  const requests = await attempt(scene, () => undefined);
  const trials: Trial[] = [];
  for (const { name, fate } of TROUBLES) {
    for (let at = 1; at <= requests.count; at++) {
      const { judgement } = await attempt(scene, (number) => fate(number, at));
      trials.push({ place: `seed ${seed}, ${name} request ${at}`, judgement });
    }
  }
  return trials;
}

async function attempt(scene: Scene, fate: (number: number) => Fate | undefined) {
  const time = new VirtualTime(START);
  const world = new World(scene, time);
  let count = 0;
  const counting = (number: number) => {
    count = number;
    return fate(number);
  };
  await time.run(world.invoke({ travel: () => USUAL_TRAVEL, fate: counting }));
  await toTheEnd(world, time);
  return { count, judgement: world.ledger.judge() };
}
