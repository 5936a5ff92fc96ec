/** The process dies at every request of a sweep, before it took effect and after; and again in the sweep that follows. */
import type { Experiment, Finding } from '../experiment';
import type { Fate } from './invocation';
import { createScene, MINUTE, type Scene, START } from './scene';
import { toTheEnd, USUAL_TRAVEL } from './to-the-end';
import { sumUp, type Trial } from './trials';
import { VirtualTime } from './virtual-time';
import { World } from './world';

const SIZES = {
  small: { scenes: 5, tasks: 10, pairs: 1 },
  full: { scenes: 200, tasks: 40, pairs: 12 },
};
/** Tasks of a scene in which every pair of crashes is tried. */
const FEW = 4;
/** A lease runs out. Ms. */
const AFTER_A_CRASH = 3 * MINUTE;

export const crashes: Experiment = {
  name: 'crashes',
  async run(size, seed): Promise<Finding> {
    const { scenes, tasks, pairs } = SIZES[size];
    const trials: Trial[] = [];
    for (let i = 0; i < scenes; i++) trials.push(...(await everyCrash(createScene(seed + i, tasks), seed + i)));
    const points = trials.length;
    for (let i = 0; i < pairs; i++) trials.push(...(await everyPair(createScene(seed + i, FEW), seed + i)));
    return sumUp(`${points} crashes, ${trials.length - points} pairs of crashes`, trials);
  },
};

async function everyCrash(scene: Scene, seed: number): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const crash of crashesOf(await requestsOf(scene))) trials.push(await attempt(scene, seed, [crash]));
  return trials;
}

async function everyPair(scene: Scene, seed: number): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const first of crashesOf(await requestsOf(scene))) {
    for (const second of crashesOf(await requestsOf(scene, first))) {
      trials.push(await attempt(scene, seed, [first, second]));
    }
  }
  return trials;
}

interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}

function crashesOf(requests: number): Crash[] {
  return Array.from({ length: requests }, (_, i) => i + 1).flatMap((at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]);
}

/** How many requests a sweep makes; the one after a crash, when there is one. */
async function requestsOf(scene: Scene, ...before: Crash[]): Promise<number> {
  const time = new VirtualTime(START);
  const world = new World(scene, time);
  for (const crash of before) await crashAt(world, time, crash);
  let requests = 0;
  const count = (number: number) => {
    requests = number;
    return undefined;
  };
  await time.run(world.invoke({ travel: () => USUAL_TRAVEL, fate: count }));
  return requests;
}

async function attempt(scene: Scene, seed: number, crashes: readonly Crash[]): Promise<Trial> {
  const time = new VirtualTime(START);
  const world = new World(scene, time);
  for (const crash of crashes) await crashAt(world, time, crash);
  await toTheEnd(world, time);
  const place = crashes.map(({ at, when }) => `${when} request ${at}`).join(', then ');
  return { place: `seed ${seed}, a crash ${place}`, judgement: world.ledger.judge() };
}

async function crashAt(world: World, time: VirtualTime, { at, when }: Crash): Promise<void> {
  const fate = (number: number): Fate | undefined => (number === at ? { kind: 'crash', when } : undefined);
  await time.run(world.invoke({ travel: () => USUAL_TRAVEL, fate }));
  time.pass(AFTER_A_CRASH);
}
