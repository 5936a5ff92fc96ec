/** The story of a sweep, told in memory: what it leaves on the list, and what Slack hears. */
import { describe, expect, it } from 'vitest';
import { type CdnFailure, TablestoreError } from '../lib/errors';
import { sweep } from '../lib/sweep';
import type { Owed, Task } from '../lib/task';
import { MemoryList } from './support/memory-list';
import { entry, fakeWorld, MINUTE, NOON, OPTIONS, waiting } from './support/world';

const COMPLETE = [{ status: 'Complete' }];
const RUNNING = [{ status: 'Refreshing' }];
const FAILED = [{ status: 'Failed', description: 'OriginTimeout' }];

function listOf(...ids: string[]): MemoryList {
  const list = new MemoryList();
  for (const id of ids) list.pending.set(id, waiting(id));
  return list;
}

function owed(id: string, epoch: number): Owed {
  return {
    id,
    state: 'owed',
    urls: [],
    epoch,
    added: NOON - 10 * MINUTE,
    settled: NOON - MINUTE,
    ending: { outcome: 'complete', reasons: [], total: 1, failed: 0, urls: [`http://example.com/${id}`], took: MINUTE },
  };
}

describe('a sweep', () => {
  it('does nothing but read when nothing is pending', async () => {
    const world = fakeWorld();
    const summary = await sweep(OPTIONS, world);
    expect(summary).toMatchObject({ pending: 0, calls: 0, messages: 0 });
    expect(world.list.lease).toBeUndefined();
  });

  it('tells what has ended, records it, and goes on watching the rest', async () => {
    const world = fakeWorld(listOf('a', 'b', 'c', 'd'));
    world.cdn.entries
      .set('a', COMPLETE)
      .set('b', FAILED)
      .set('c', RUNNING)
      .set('d', [...COMPLETE, ...RUNNING]);
    const summary = await sweep(OPTIONS, world);

    expect(summary).toMatchObject({
      pending: 4,
      asked: 4,
      calls: 1,
      settled: { complete: 1, failed: 1, missing: 0, expired: 0, rejected: 0 },
      announced: 2,
      owed: 0,
      messages: 1,
      failedCalls: 0,
      skipped: {},
    });
    expect([...world.list.pending.keys()]).toEqual(['c', 'd']);
    expect([...world.list.done.keys()].sort()).toEqual(['a', 'b']);
    expect(world.channel.accepted[0]?.text).toContain('CDN: 1 failed, 1 complete');
    expect(world.lines.at(-1)).toEqual({ level: 'info', fields: summary, message: 'swept' });
  });

  it('writes nothing beyond the lease when nothing changed', async () => {
    const list = listOf('a', 'b');
    const before = new Map(list.pending);
    const world = fakeWorld(list);
    world.cdn.entries.set('a', RUNNING).set('b', RUNNING);
    await sweep(OPTIONS, world);
    expect(list.pending).toEqual(before);
    expect(world.channel.posts).toEqual([]);
  });

  it('leaves the list alone while another invocation holds the lease', async () => {
    const world = fakeWorld(listOf('a', 'b'));
    world.list.lease = { owner: 'somebody', epoch: 7, until: NOON + MINUTE };
    const summary = await sweep(OPTIONS, world);
    expect(summary).toMatchObject({ pending: 2, asked: 0, skipped: { 'lease-held': 2 } });
    expect(world.cdn.calls).toEqual([]);
    expect(world.list.lease.epoch).toBe(7);
  });

  it('leaves the list alone when another invocation takes the lease first', async () => {
    const world = fakeWorld(listOf('a'));
    world.list.takeLease = async () => false;
    expect(await sweep(OPTIONS, world)).toMatchObject({ skipped: { 'lease-held': 1 }, calls: 0 });
  });

  it.each([
    ['ahead', 5],
    ['behind', -5],
  ])('goes by the clock of the list when its own is minutes %s', async (_, minutes) => {
    const list = new MemoryList({ now: () => NOON });
    list.pending.set('a', waiting('a'));
    list.lease = { owner: 'a sweep that is alive', epoch: 7, until: NOON + MINUTE };
    const world = fakeWorld(list, NOON + minutes * MINUTE);
    expect(await sweep(OPTIONS, world)).toMatchObject({ skipped: { 'lease-held': 1 } });

    list.lease = { owner: 'a crashed one', epoch: 7, until: NOON - 1 };
    world.cdn.entries.set('a', COMPLETE);
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 1 });
    expect(list.done.get('a')?.announced).toBeLessThan(NOON + MINUTE);
  });

  it('notices by its clock that its machine was suspended, though its timer did not count', async () => {
    const list = listOf('a');
    const world = fakeWorld(list);
    world.cdn.entries.set('a', COMPLETE);
    const { clock } = world;
    let suspended = 0;
    const holds = list.holdsLease.bind(list);
    list.holdsLease = async (epoch) => {
      const answer = await holds(epoch);
      suspended = 10 * MINUTE;
      return answer;
    };
    const witness = {
      now: () => clock.now() + suspended,
      elapsed: () => clock.elapsed(),
      sleep: (ms: number) => clock.sleep(ms),
    };
    await sweep(OPTIONS, { ...world, clock: witness });
    expect(world.channel.posts).toEqual([]);
    expect(list.pending.get('a')).toMatchObject({ state: 'owed' });
  });

  it('takes over a lease that has run out, with a larger epoch, and gives its own back', async () => {
    const world = fakeWorld(listOf('a'));
    world.list.lease = { owner: 'a crashed one', epoch: 9_999_999_999, until: NOON - 1 };
    world.cdn.entries.set('a', RUNNING);
    await sweep(OPTIONS, world);
    expect(world.list.lease).toMatchObject({ owner: 'request-1', epoch: 10_000_000_000, until: 0 });
  });

  it('reads a list of many pages to its end', async () => {
    const list = new MemoryList({ pageSize: 7 });
    const ids = Array.from({ length: 50 }, (_, i) => `task-${String(i).padStart(2, '0')}`);
    for (const id of ids) list.pending.set(id, waiting(id));
    const world = fakeWorld(list);
    for (const id of ids) world.cdn.entries.set(id, COMPLETE);
    expect(await sweep(OPTIONS, world)).toMatchObject({ pending: 50, calls: 5, announced: 50 });
    expect(list.pending.size).toBe(0);
  });

  it('reads on behind a page without rows', async () => {
    const world = fakeWorld(listOf('a'));
    const read = world.list.read.bind(world.list);
    world.list.read = async (from) => (from === undefined ? { tasks: [], unreadable: [], next: 'a' } : read(from));
    world.cdn.entries.set('a', COMPLETE);
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 1 });
  });

  it('moves a row nobody can read to dead, and deals with the others', async () => {
    const list = listOf('a');
    list.pending.set('spoilt', { id: 'spoilt', reason: 'column added is not an integer', columns: { added: 'x' } });
    const world = fakeWorld(list);
    world.cdn.entries.set('a', COMPLETE);
    expect(await sweep(OPTIONS, world)).toMatchObject({ pending: 2, announced: 1, skipped: { unreadable: 1 } });
    expect(list.dead.get('spoilt')?.reason).toContain('added');
    expect(list.pending.size).toBe(0);
  });

  it('goes on behind the last task it asked about when time runs out, so that nobody waits for ever', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => `task-${String(i).padStart(3, '0')}`);
    const list = listOf(...ids);
    const asked = new Set<string>();
    let sweeps = 0;
    for (; asked.size < 200 && sweeps < 50; sweeps++) {
      const world = fakeWorld(list, NOON + sweeps * MINUTE);
      for (const id of ids) world.cdn.entries.set(id, RUNNING);
      world.cdn.onCall = () => world.clock.pass(9_000);
      await sweep(OPTIONS, world);
      for (const id of world.cdn.calls.flat()) asked.add(id);
    }
    expect(asked.size).toBe(200);
    expect(sweeps).toBeLessThan(8);
  });

  it.each([
    ['at once', 'a minute ago', MINUTE, 1],
    ['evenly', 'a second ago', 1_000, 0],
  ])('makes its first calls %s when the last sweep was over %s', async (_how, _when, ago, headStarts) => {
    const world = fakeWorld(listOf('a'));
    world.list.lease = { owner: 'x', epoch: 7, until: 0, asked: NOON - ago };
    let given = 0;
    await sweep(OPTIONS, { ...world, pace: { ...world.pace, headStart: () => void given++ } });
    expect(given).toBe(headStarts);
    expect(world.list.lease).toMatchObject({ asked: world.clock.now() });
  });

  it('leaves alone when the CDN was asked last, when it did not ask itself', async () => {
    const list = new MemoryList();
    list.pending.set('a', owed('a', 5));
    list.lease = { owner: 'x', epoch: 7, until: 0, asked: NOON - MINUTE };
    await sweep(OPTIONS, fakeWorld(list));
    expect(list.lease).toMatchObject({ asked: NOON - MINUTE });
  });

  it('begins with the first task again once all were asked', async () => {
    const world = fakeWorld(listOf('a', 'b'));
    world.list.lease = { owner: 'x', epoch: 7, until: 0, cursor: 'a' };
    world.cdn.entries.set('a', RUNNING).set('b', RUNNING);
    await sweep(OPTIONS, world);
    expect(world.cdn.calls).toEqual([['b', 'a']]);
    expect(world.list.lease.cursor).toBeUndefined();
  });

  it('tells the tasks that an earlier sweep settled and did not tell', async () => {
    const list = new MemoryList();
    list.pending.set('a', owed('a', 5));
    const world = fakeWorld(list);
    expect(await sweep(OPTIONS, world)).toMatchObject({ asked: 0, calls: 0, announced: 1, owed: 0 });
    expect(list.done.get('a')?.ending.outcome).toBe('complete');
  });

  it('does not tell again what is recorded as told, and only takes it off the list', async () => {
    const list = new MemoryList();
    list.pending.set('a', owed('a', 5));
    list.done.set('a', { ...owed('a', 5), announced: NOON - 1, digest: 'x' });
    const world = fakeWorld(list);
    expect(await sweep(OPTIONS, world)).toMatchObject({
      announced: 0,
      messages: 0,
      owed: 0,
      skipped: { 'told-before': 1 },
    });
    expect(list.pending.size).toBe(0);
  });

  it('tells a task again that was told once before, was put on the list again, and has ended again', async () => {
    const list = new MemoryList();
    list.pending.set('a', owed('a', 5));
    list.done.set('a', {
      ...owed('a', 3),
      settled: NOON - 1_000 * MINUTE,
      announced: NOON - 999 * MINUTE,
      digest: 'x',
    });
    expect(await sweep(OPTIONS, fakeWorld(list))).toMatchObject({ announced: 1 });
  });

  it('tells nobody of a task whose outcome could not be written', async () => {
    const world = fakeWorld(listOf('a'));
    world.cdn.entries.set('a', COMPLETE);
    const failure = new TablestoreError('BatchWriteRow', 'OTSServerBusy', 'busy', false);
    world.list.save = async (changes) => ({ ids: new Set(), lost: 0, failed: changes.map(() => failure) });
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 0, skipped: { 'write-failed': 1 } });
    expect(world.channel.posts).toEqual([]);
    expect(world.list.lease?.until).toBe(0);
    expect(world.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: expect.stringMatching(/^rows not written/) },
    ]);
  });

  it('tells nobody of a task that another sweep settled first', async () => {
    const world = fakeWorld(listOf('a'));
    world.cdn.entries.set('a', COMPLETE);
    world.cdn.onCall = () => world.list.pending.set('a', owed('a', 99_999_999_999));
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 0, skipped: { 'lost-race': 1 } });
    expect(world.channel.posts).toEqual([]);
  });

  it('says nothing once another sweep has taken over', async () => {
    const world = fakeWorld(listOf('a'));
    world.cdn.entries.set('a', COMPLETE);
    world.cdn.onCall = () => {
      world.list.lease = { owner: 'another', epoch: 99_999_999_999, until: NOON + MINUTE };
    };
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 0, owed: 1 });
    expect(world.channel.posts).toEqual([]);
    expect(world.list.lease?.owner).toBe('another');
  });

  it('tells failures only when asked to, and records successes all the same', async () => {
    const world = fakeWorld(listOf('a', 'b'));
    world.cdn.entries.set('a', COMPLETE).set('b', FAILED);
    expect(await sweep({ ...OPTIONS, notify: 'failures' }, world)).toMatchObject({ announced: 1, owed: 0 });
    expect(world.channel.accepted[0]?.text).toContain('CDN: 1 failed.');
    expect([...world.list.done.keys()].sort()).toEqual(['a', 'b']);
  });

  it('tells once of a task that runs too long, and of its end later', async () => {
    const list = new MemoryList();
    list.pending.set('slow', waiting('slow', { added: NOON - 31 * MINUTE }));
    const texts: string[] = [];
    for (const [minute, entries] of [
      [0, RUNNING],
      [1, RUNNING],
      [2, COMPLETE],
    ] as const) {
      const world = fakeWorld(list, NOON + minute * MINUTE);
      world.cdn.entries.set('slow', entries);
      await sweep(OPTIONS, world);
      texts.push(...world.channel.accepted.map(({ text }) => text.split('.')[0] ?? ''));
    }
    expect(texts).toEqual(['CDN: 1 overdue', 'CDN: 1 complete']);
  });

  it('tells of an overdue task again when Slack did not take it the first time', async () => {
    const list = new MemoryList();
    list.pending.set('slow', waiting('slow', { added: NOON - 31 * MINUTE }));
    const first = fakeWorld(list);
    first.cdn.entries.set('slow', RUNNING);
    first.channel.answers = [{ kind: 'bad-webhook', code: 'no_service' }];
    await sweep(OPTIONS, first);
    const second = fakeWorld(list, NOON + 6 * MINUTE);
    second.cdn.entries.set('slow', RUNNING);
    await sweep(OPTIONS, second);
    expect(second.channel.accepted[0]?.text).toContain('1 overdue');
  });

  it('tells the operator once that the CDN refuses it, and asks again on every tick', async () => {
    const list = listOf('a');
    const told: string[] = [];
    for (let minute = 0; minute < 3; minute++) {
      const world = fakeWorld(list, NOON + minute * MINUTE);
      world.cdn.fails = () => 'not-allowed';
      const summary = await sweep(OPTIONS, world);
      expect(summary).toMatchObject({ calls: 1, failedCalls: 1 });
      told.push(...world.channel.accepted.map(({ text }) => text));
    }
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('The CDN refuses the poller');
    expect([...list.pending.keys()]).toEqual(['a']);
  });

  it('tells the operator of a fault a minute after it told of tasks', async () => {
    const first = fakeWorld(listOf('a', 'b'));
    first.cdn.entries.set('a', COMPLETE).set('b', RUNNING);
    expect(await sweep(OPTIONS, first)).toMatchObject({ messages: 1 });
    const second = fakeWorld(first.list, NOON + MINUTE);
    second.cdn.fails = () => 'not-allowed';
    await sweep(OPTIONS, second);
    expect(second.channel.accepted[0]?.text).toContain('The CDN refuses the poller');
  });

  it.each<[string, Task, CdnFailure | undefined, string[]]>([
    ['when a call is answered', waiting('a'), undefined, ['The poller works again']],
    ['not while no call is', waiting('a'), 'timeout', []],
    ['not while there is nothing to ask', owed('a', 5), undefined, ['CDN: 1 complete']],
  ])('tells the operator that a fault is over %s', async (_when, row, failure, told) => {
    const world = fakeWorld();
    world.list.pending.set('a', row);
    world.list.lease = { owner: 'x', epoch: 7, until: 0, fault: 'Forbidden.RAM', faultTold: NOON - 60 * MINUTE };
    world.cdn.entries.set('a', RUNNING);
    world.cdn.fails = () => failure;
    await sweep(OPTIONS, world);
    expect(world.channel.accepted.map(({ text }) => text.split('.')[0])).toEqual(told);
  });

  it('tells the operator of the next fault after the first was mended', async () => {
    const list = listOf('a');
    const told: string[] = [];
    for (const [i, failure] of (['not-allowed', undefined, 'not-allowed'] as const).entries()) {
      const world = fakeWorld(list, NOON + i * 11 * MINUTE);
      world.cdn.entries.set('a', RUNNING);
      world.cdn.fails = () => failure;
      await sweep(OPTIONS, world);
      told.push(...world.channel.accepted.map(({ text }) => text));
    }
    expect(told.map((text) => text.split('.')[0])).toEqual([
      'The CDN refuses the poller: Test',
      'The poller works again',
      'The CDN refuses the poller: Test',
    ]);
  });

  it('does not tell the operator of every turn of a fault that comes and goes', async () => {
    const list = listOf('a');
    let told = 0;
    for (let minute = 0; minute < 60; minute++) {
      const world = fakeWorld(list, NOON + minute * MINUTE);
      world.cdn.entries.set('a', RUNNING);
      world.cdn.fails = () => (minute % 2 === 0 ? 'not-allowed' : undefined);
      await sweep(OPTIONS, world);
      told += world.channel.accepted.filter(({ text }) => text.includes('poller')).length;
    }
    expect(told).toBeGreaterThan(1);
    expect(told).toBeLessThanOrEqual(6);
  });

  it('ends before the timeout even when every call takes as long as it may', async () => {
    const ids = Array.from({ length: 2_000 }, (_, i) => `task-${i}`);
    const world = fakeWorld(listOf(...ids));
    for (const id of ids) world.cdn.entries.set(id, FAILED);
    world.cdn.onCall = () => world.clock.pass(1_000);
    world.channel.onPost = () => world.clock.pass(3_000);
    const summary = await sweep(OPTIONS, world);
    expect(summary.milliseconds).toBeLessThan(OPTIONS.timeoutMs);
    expect(world.list.lease?.until).toBe(0);
    expect(summary.owed).toBe(
      [...world.list.pending.values()].filter((row) => 'state' in row && row.state === 'owed').length,
    );
    expect(summary.announced + summary.owed).toBe(summary.settled.failed);
  });

  it('holds a success back, and goes on there next time, when the list can not be read to its end', async () => {
    const list = new MemoryList({ pageSize: 1 });
    for (const id of ['a', 'b', 'c']) list.pending.set(id, waiting(id, { submission: 's' }));
    const world = fakeWorld(list);
    for (const id of ['a', 'b', 'c']) world.cdn.entries.set(id, COMPLETE);
    const read = list.read.bind(list);
    list.read = async (from) => {
      if (from === 'c') throw new TablestoreError('GetRange', 'OTSServerBusy', 'busy', false);
      return read(from);
    };
    const troubles: unknown[] = [];
    const summary = await sweep(OPTIONS, { ...world, trouble: (error) => void troubles.push(error) });
    expect(summary).toMatchObject({ pending: 2, settled: { complete: 2 }, held: 2, announced: 0 });
    expect(list.lease).toMatchObject({ until: 0, cursor: 'b' });
    expect(troubles).toHaveLength(1);

    list.read = read;
    const next = fakeWorld(list, NOON + MINUTE);
    next.cdn.entries.set('c', COMPLETE);
    expect(await sweep(OPTIONS, next)).toMatchObject({ pending: 3, asked: 1, announced: 3, messages: 1 });
  });

  it('reads the list to its end although there was no time to ask about all of it, and so tells what is owed there', async () => {
    const list = new MemoryList({ pageSize: 10 });
    for (let i = 0; i < 100; i++) list.pending.set(`t${100 + i}`, waiting(`t${100 + i}`));
    list.pending.set('z', owed('z', 5));
    const world = fakeWorld(list);
    world.cdn.onCall = () => world.clock.pass(9_900);
    expect(await sweep(OPTIONS, world)).toMatchObject({ pending: 101, asked: 40, announced: 1 });
    expect(list.done.has('z')).toBe(true);
  });

  it('has done its work although the lease could not be given back', async () => {
    const world = fakeWorld(listOf('a'));
    world.cdn.entries.set('a', COMPLETE);
    world.list.giveBack = async () => {
      throw new TablestoreError('PutRow', 'OTSServerBusy', 'busy', false);
    };
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 1 });
    expect(world.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { code: 'OTSServerBusy' }, message: expect.stringContaining('lease') },
    ]);
  });

  it('ignores entries of tasks it did not ask for', async () => {
    const world = fakeWorld(listOf('a'));
    world.cdn.describe = async () => [entry('a'), entry('stranger', { status: 'Failed' })];
    expect(await sweep(OPTIONS, world)).toMatchObject({ settled: { complete: 1, failed: 0 }, announced: 1 });
    expect(world.lines.some(({ message }) => message?.includes('not asked for'))).toBe(true);
  });

  it('is not held off by a lease that lasts longer than any function can', async () => {
    const world = fakeWorld(listOf('a'));
    world.list.lease = { owner: 'a wrong clock', epoch: 7, until: NOON + 10 * 365 * 24 * 60 * MINUTE };
    world.cdn.entries.set('a', COMPLETE);
    expect(await sweep(OPTIONS, world)).toMatchObject({ announced: 1 });
  });

  it('keeps quiet for an hour at most, whatever the lease says', async () => {
    const list = listOf('a');
    list.lease = { owner: 'x', epoch: 7, until: 0, quiet: { channel: NOON + 365 * 24 * 60 * MINUTE } };
    const first = fakeWorld(list);
    first.cdn.entries.set('a', COMPLETE);
    expect(await sweep(OPTIONS, first)).toMatchObject({ announced: 0, owed: 1 });
    expect(await sweep(OPTIONS, fakeWorld(list, NOON + 61 * MINUTE))).toMatchObject({ announced: 1, owed: 0 });
  });

  it('does not tell the operator again of a fault that other trouble has interrupted', async () => {
    const list = listOf('a');
    const told: number[] = [];
    for (const [minute, failure] of (['not-allowed', 'timeout', 'unavailable', 'not-allowed'] as const).entries()) {
      const world = fakeWorld(list, NOON + minute * MINUTE);
      world.cdn.fails = () => failure;
      await sweep(OPTIONS, world);
      told.push(world.channel.accepted.length);
    }
    expect(told).toEqual([1, 0, 0, 0]);
  });

  it('says in the log when an overdue task was told and that could not be written', async () => {
    const list = new MemoryList();
    list.pending.set('slow', waiting('slow', { added: NOON - 31 * MINUTE, overdue: 'owed' }));
    const world = fakeWorld(list);
    world.cdn.entries.set('slow', RUNNING);
    const failure = new TablestoreError('BatchWriteRow', 'OTSServerBusy', 'busy', false);
    const save = list.save.bind(list);
    list.save = async (changes) =>
      changes.length > 0 ? { ids: new Set(), lost: 0, failed: [failure] } : save(changes);
    await sweep(OPTIONS, world);
    expect(world.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'told, but not recorded: the next sweep may repeat it',
    ]);
  });

  it('tells the oldest first when Slack was silent for so long that more is owed than one sweep can tell', async () => {
    const list = new MemoryList();
    for (let i = 0; i < 5_500; i++) list.pending.set(`t${i}`, { ...owed(`t${i}`, 5), settled: NOON - 10_000 + i });
    const world = fakeWorld(list);
    expect(await sweep(OPTIONS, world)).toMatchObject({ pending: 5_500, announced: 5_000, owed: 500 });
    expect(list.pending.has('t0')).toBe(false);
    expect(list.pending.has('t5499')).toBe(true);
  });

  it('counts what is owed also when it could not be seen whether it was told', async () => {
    const list = new MemoryList();
    list.pending.set('a', owed('a', 5));
    list.recorded = async () => {
      throw new TablestoreError('BatchGetRow', 'OTSServerBusy', 'busy', false);
    };
    expect(await sweep(OPTIONS, fakeWorld(list))).toMatchObject({ pending: 1, announced: 0, owed: 1 });
  });
});
