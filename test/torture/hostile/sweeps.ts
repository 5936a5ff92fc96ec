/** A few sweeps over a list in memory, minutes apart, and what was wrong with them. */
import fc from 'fast-check';
import type { Cdn } from '../../../lib/ports';
import { type SweepOptions, sweep, type World } from '../../../lib/sweep';
import type { MemoryList } from '../../support/memory-list';
import { type FakeWorld, fakeWorld, MINUTE, NOON, OPTIONS } from '../../support/world';
import { judgeOutcome, mapAudiences, type Neighbour, type Routes } from './outcome';
import { mention } from './scenes';
import type { Wrong } from './search';

export type Settings = Routes & Pick<SweepOptions, 'announce'>;

export const settings: fc.Arbitrary<Settings> = fc.record({
  failures: fc.constantFrom('none' as const, 'also' as const, 'only' as const),
  announce: fc.constantFrom('submission' as const, 'sweep' as const),
  mention,
});

export const neighbours: fc.Arbitrary<readonly Neighbour[]> = fc.uniqueArray(
  fc.record(
    {
      id: fc.constantFrom('100000001', '100000002', '100000003', '100000009', '98765432109876543'),
      outcome: fc.constantFrom('complete' as const, 'failed' as const),
      // Hostile tasks may be of the same submission, and never end.
      submission: fc.constantFrom('s1', 's3'),
    },
    { requiredKeys: ['id', 'outcome'] },
  ),
  { selector: ({ id }) => id, minLength: 1, maxLength: 4 },
);

/** Minutes of the sweeps: the next one, after the grace for absent tasks, and when no success waits any longer. */
export const MINUTES = [0, 1, 12, 85];

/** @param cdnOf what each sweep asks */
export async function sweepAll(
  list: MemoryList,
  cdnOf: (world: FakeWorld, number: number) => Cdn,
  tasks: { readonly neighbours: readonly Neighbour[]; readonly hostile: readonly string[] },
  { announce, ...routes }: Settings,
): Promise<Wrong> {
  const wrong: string[] = [];
  const worlds: FakeWorld[] = [];
  for (const [number, minute] of MINUTES.entries()) {
    const world = fakeWorld(list, NOON + minute * MINUTE);
    worlds.push(world);
    wrong.push(
      ...(await sweepOnce(
        { ...OPTIONS, ...routes, announce, owner: `request-${number}` },
        world,
        cdnOf(world, number),
      )),
    );
  }
  const after = judgeOutcome(
    {
      pending: new Set(list.pending.keys()),
      done: new Map([...list.done].map(([id, { digest }]) => [id, digest])),
      dead: new Map([...list.dead].map(([id, { reason }]) => [id, reason])),
      sent: mapAudiences((to) => worlds.flatMap((world) => world[to].posts.map(({ payload }) => payload))),
      accepted: mapAudiences((to) => worlds.flatMap((world) => world[to].accepted)),
    },
    tasks.neighbours,
    tasks.hostile,
    routes,
  );
  return { lost: after.lost, breaches: [...wrong, ...after.breaches] };
}

/** A sweep that throws has done nothing; and what it answers are counts. */
export async function sweepOnce(options: SweepOptions, world: World, cdn: Cdn): Promise<string[]> {
  try {
    const { settled, skipped, ...counts } = await sweep(options, { ...world, cdn });
    return Object.entries({ ...counts, ...settled, ...skipped })
      .filter(([, count]) => !Number.isSafeInteger(count) || count < 0)
      .map(([name, count]) => `the summary counts ${count} ${name}`);
  } catch (error) {
    return [`the sweep throws ${error instanceof Error ? `${error.name}: ${error.message}` : error}`];
  }
}
