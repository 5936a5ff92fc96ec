/** Asking the CDN: how many calls, what becomes of a call that fails, and when asking ends. */
import { expect, describe as group, it } from 'vitest';
import { type Asking, describe as askAll, type Described } from '../lib/describe';
import { fillBatches } from '../lib/steps/batch';
import type { Answer, Waiting } from '../lib/task';
import { fakeWorld, waiting } from './support/world';

const UNTIL = 40_000;

function tasks(count: number) {
  return Array.from({ length: count }, (_, i) => waiting(`t${String(i).padStart(5, '0')}`));
}

interface Answered extends Described {
  readonly answers: ReadonlyMap<Waiting, Answer>;
}

async function ask(batches: readonly Waiting[][], until: number, world: Asking): Promise<Answered> {
  async function* onDemand() {
    yield* batches;
  }
  const answers = new Map<Waiting, Answer>();
  const taken: Waiting[] = [];
  const described = await askAll(
    onDemand(),
    until,
    async (batch, said) => {
      taken.push(...batch);
      for (const [task, answer] of said) answers.set(task, answer);
    },
    world,
  );
  // Every batch is handed over once, whatever became of it.
  expect(taken.map(({ id }) => id).sort()).toEqual(batches.flat().map(({ id }) => id));
  return { ...described, answers };
}

function cutBatches(all: readonly Waiting[]): Waiting[][] {
  const { full, rest } = fillBatches([], all);
  return rest.length > 0 ? [...full, rest] : full;
}

group('asking the CDN', () => {
  it.each([
    [0, 0],
    [1, 1],
    [10, 1],
    [11, 2],
    [1_000, 100],
  ])('makes for %i tasks %i calls', async (count, calls) => {
    const world = fakeWorld();
    const described = await ask(cutBatches(tasks(count)), UNTIL, world);
    expect(described).toMatchObject({ calls, asked: count, unasked: 0, failedCalls: 0 });
    expect(world.cdn.calls.flat()).toHaveLength(count);
    expect(Math.max(0, ...world.cdn.calls.map((ids) => ids.length))).toBeLessThanOrEqual(10);
  });

  it('finds the one bad id by halving, and has an answer for each of its neighbours', async () => {
    const world = fakeWorld();
    world.cdn.fails = (ids) => (ids.includes('t00006') ? 'bad-id' : undefined);
    const described = await ask(cutBatches(tasks(10)), UNTIL, world);
    const kinds = [...described.answers].map(([task, answer]) => [task.id, answer.kind]);
    expect(kinds.filter(([, kind]) => kind === 'refused')).toEqual([['t00006', 'refused']]);
    expect(kinds).toHaveLength(10);
    expect(described.calls).toBeLessThanOrEqual(9);
  });

  it('settles nothing when an error it does not know comes back even for one id alone', async () => {
    const world = fakeWorld();
    world.cdn.fails = (ids) => (ids.includes('t00003') ? 'unclear' : undefined);
    const described = await ask(cutBatches(tasks(10)), UNTIL, world);
    const unanswered = [...described.answers].filter(([, { kind }]) => kind === 'unanswered').map(([{ id }]) => id);
    expect([described.answers.size, unanswered]).toEqual([10, ['t00003']]);
  });

  it('asks smaller batches when a large one is not answered in time', async () => {
    const world = fakeWorld();
    world.cdn.fails = (ids) => (ids.length > 3 ? 'timeout' : undefined);
    const described = await ask(cutBatches(tasks(10)), UNTIL, world);
    expect(described.answers.size).toBe(10);
  });

  it.each([
    ['an id is never answered', 'timeout', 60_000],
    ['an id is refused, and every call takes 700 ms', 'bad-id', 700],
  ] as const)('has answers for the neighbours, though %s and time is short', async (_, failure, latency) => {
    const world = fakeWorld();
    let asking = tasks(10);
    for (let sweeps = 0; sweeps < 5 && asking.length > 1; sweeps++) {
      const began = world.clock.elapsed();
      const until = failure === 'timeout' ? 38_000 : 3_000;
      world.cdn.fails = (ids) => (ids.includes('t00000') ? failure : undefined);
      world.cdn.onCall = (timeoutMs) => world.clock.pass(Math.min(timeoutMs, isAsked(world) ? latency : 50));
      const { answers } = await ask(cutBatches(asking), began + until, world);
      const told = new Set([...answers].filter(([, { kind }]) => kind === 'absent').map(([task]) => task));
      asking = asking.filter((task) => !told.has(task));
    }
    expect(asking.map(({ id }) => id)).toEqual(['t00000']);

    function isAsked({ cdn }: ReturnType<typeof fakeWorld>): boolean {
      return cdn.calls.at(-1)?.includes('t00000') === true;
    }
  });

  it.each([
    ['unavailable', 1],
    ['dropped', 2],
    ['throttled', 3],
    ['timeout', 19],
    ['not-allowed', 1],
  ] as const)('after %s on every call has made %i calls for a batch and settles nothing', async (failure, calls) => {
    const world = fakeWorld();
    world.cdn.fails = () => failure;
    const described = await ask(cutBatches(tasks(10)), UNTIL, world);
    expect(described).toMatchObject({ calls, failedCalls: calls });
    expect([...described.answers.values()].filter(({ kind }) => kind !== 'unanswered')).toEqual([]);
  });

  it('asks once more after a dropped connection', async () => {
    const world = fakeWorld();
    world.cdn.fails = (_, call) => (call === 1 ? 'dropped' : undefined);
    const described = await ask(cutBatches(tasks(10)), UNTIL, world);
    expect(described).toMatchObject({ calls: 2, failedCalls: 1 });
    expect(described.answers.size).toBe(10);
  });

  it('slows down when throttled, and speeds up again with every call that goes well', async () => {
    const said: string[] = [];
    const world = fakeWorld();
    const pace = { ...world.pace, slower: () => void said.push('slower'), faster: () => void said.push('faster') };
    world.cdn.fails = (_, call) => (call === 1 ? 'throttled' : undefined);
    await ask(cutBatches(tasks(10)), UNTIL, { ...world, pace });
    expect(said).toEqual(['slower', 'faster']);
  });

  it('makes no further call when the CDN refuses the credentials', async () => {
    const world = fakeWorld();
    const turns: (() => void)[] = [];
    const turn = async (over: () => boolean) => {
      await new Promise<void>((resolve) => void turns.push(resolve));
      return !over();
    };
    world.cdn.fails = () => 'not-allowed';
    const asking = ask(cutBatches(tasks(30)), UNTIL, { ...world, pace: { ...world.pace, turn } });
    // The first call is refused before the second one gets its turn.
    for (let i = 0; i < 3; i++) {
      await new Promise(setImmediate);
      turns[i]?.();
    }
    const described = await asking;
    expect(described).toMatchObject({ calls: 1, asked: 10, unasked: 20 });
    expect(described.refusal?.kind).toBe('not-allowed');
  });

  it('begins no call that could not end in time, and says behind which task to go on', async () => {
    const world = fakeWorld();
    world.cdn.onCall = (timeoutMs) => world.clock.pass(Math.min(10_000, timeoutMs));
    const described = await ask(cutBatches(tasks(100)), UNTIL, world);
    expect(world.clock.elapsed()).toBeLessThanOrEqual(UNTIL);
    expect(described.asked).toBeLessThan(100);
    expect(described.asked + described.unasked).toBe(100);
    expect(described.last).toBe(world.cdn.calls.at(-1)?.at(-1));
  });

  it('says who was the last when all were asked', async () => {
    expect((await ask(cutBatches(tasks(25)), UNTIL, fakeWorld())).last).toBe('t00024');
  });

  it('has no last one when nobody was asked', async () => {
    const world = fakeWorld();
    world.clock.pass(UNTIL);
    expect(await ask(cutBatches(tasks(25)), UNTIL, world)).toEqual({
      answers: new Map(),
      calls: 0,
      failedCalls: 0,
      asked: 0,
      unasked: 25,
    });
  });

  it('takes no more batches than it can deal with at once', async () => {
    const world = fakeWorld();
    let given = 0;
    let through = 0;
    let most = 0;
    async function* counted() {
      for (const batch of cutBatches(tasks(500))) {
        given++;
        most = Math.max(most, given - through);
        yield batch;
      }
    }
    await askAll(counted(), UNTIL, async () => void through++, world);
    expect(through).toBe(50);
    expect(most).toBeLessThanOrEqual(14);
  });
});
