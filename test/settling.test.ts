/** Settling while answers come: what is written when, what is kept, and what is left to the next sweep. */
import { describe, expect, it } from 'vitest';
import { createSettling, type Settled } from '../lib/settling';
import type { Answer, Waiting } from '../lib/task';
import { MemoryList } from './support/memory-list';
import { HOUR, MINUTE, NOW, report, waiting } from './support/tasks';
import { quietLog } from './support/world';

const EPOCH = 7;
const COMPLETE: Answer = { kind: 'reported', report: report({ state: 'complete' }) };
const RUNNING: Answer = { kind: 'reported', report: report() };
const ABSENT: Answer = { kind: 'absent' };

const task = (id: string, fields: Partial<Waiting> = {}) => waiting({ id, added: NOW - MINUTE, ...fields });

class Saves extends MemoryList {
  readonly sizes: number[] = [];
  override save(...[changes]: Parameters<MemoryList['save']>) {
    this.sizes.push(changes.length);
    return super.save(changes);
  }
}

function listOf(tasks: readonly Waiting[]): Saves {
  const list = new Saves();
  for (const each of tasks) list.pending.set(each.id, each);
  return list;
}

async function settle(
  batches: readonly (readonly (readonly [Waiting, Answer | undefined])[])[],
  list = listOf(batches.flat().map(([each]) => each)),
): Promise<{ settled: Settled; list: Saves }> {
  const settling = createSettling(
    { now: NOW, epoch: EPOCH, historyDays: 30, urls: undefined },
    { list, log: quietLog() },
  );
  await Promise.all(
    batches.map((batch) =>
      settling.take(
        batch.map(([each]) => each),
        new Map(batch.flatMap(([each, answer]) => (answer ? [[each, answer] as const] : []))),
      ),
    ),
  );
  return { settled: await settling.end(), list };
}

const many = (count: number, answer: Answer, fields: Partial<Waiting> = {}) =>
  Array.from({ length: count / 10 }, (_, i) =>
    Array.from({ length: 10 }, (_unused, j) => [task(String(100_000 + 10 * i + j), fields), answer] as const),
  );

describe('settling', () => {
  it('writes what has ended, keeps it to be told, and leaves what runs alone', async () => {
    const { settled, list } = await settle([
      [
        [task('a'), COMPLETE],
        [task('b'), RUNNING],
      ],
    ]);
    expect(settled.tasks.map(({ id, epoch }) => [id, epoch])).toEqual([['a', EPOCH]]);
    expect(settled).toMatchObject({ outcomes: { complete: 1 }, others: 0, lost: 0, failed: 0 });
    expect([list.pending.get('a'), list.pending.get('b')]).toEqual([settled.tasks[0], task('b')]);
  });

  it('writes a request’s worth at a time while answers come, and the rest at the end', async () => {
    const { list, settled } = await settle(many(450, COMPLETE));
    expect(list.sizes).toEqual([200, 200, 50]);
    expect(settled.tasks).toHaveLength(450);
  });

  it('writes nothing when nothing has changed', async () => {
    const { list, settled } = await settle([...many(50, RUNNING)]);
    expect([list.sizes, settled.tasks]).toEqual([[], []]);
  });

  it('keeps no more than one sweep can tell; the others are owed and left to the next one', async () => {
    const { settled, list } = await settle(many(5_100, COMPLETE, { submission: 's' }));
    expect([settled.tasks.length, settled.others, settled.outcomes.complete]).toEqual([5_000, 100, 5_100]);
    expect(settled.submissions).toEqual(new Set(['s']));
    expect([...list.pending.values()].every((row) => 'state' in row && row.state === 'owed')).toBe(true);
  });

  it('remembers of a URL in the second write what the first one has learnt', async () => {
    const failed: Answer = {
      kind: 'reported',
      report: report({ state: 'failed', total: 1, failed: 1, urls: ['http://e/x'], failedUrls: ['http://e/x'] }),
    };
    const fine: Answer = { kind: 'reported', report: report({ state: 'complete', urls: ['http://e/x'] }) };
    const batches = many(200, failed);
    const { settled } = await settle([...batches, [[task('z'), fine]]]);
    expect(settled.tasks.at(-1)?.ending.before).toBe('failed-before');
    expect(settled.urls).toMatch(/^[\w-]{12}[+]$/);
  });

  it.each<[string, Answer | undefined, string | undefined, [number, number | undefined]]>([
    ['still running', RUNNING, undefined, [1, NOW - MINUTE]],
    ['never asked about', undefined, undefined, [1, NOW - MINUTE]],
    ['not answered about', { kind: 'unanswered' }, undefined, [1, NOW - MINUTE]],
    ['changed', ABSENT, undefined, [1, NOW - MINUTE]],
    ['settled, but not written', COMPLETE, 'gone', [1, NOW - MINUTE]],
    ['changed, but not written', ABSENT, 'gone', [1, NOW - MINUTE]],
  ])('counts a task that is %s as running', async (_why, answer, row, [tasks, since]) => {
    const it = task('a', { submission: 's' });
    const { settled } = await settle([[[it, answer]]], listOf(row === 'gone' ? [] : [it]));
    expect(settled.running).toEqual(new Map([['s', { tasks, since }]]));
    expect(settled.lost).toBe(row === 'gone' ? 1 : 0);
  });

  it('counts no task that has ended as running', async () => {
    const { settled } = await settle([[[task('a', { submission: 's' }), COMPLETE]]]);
    expect(settled.running.size).toBe(0);
  });
});

describe('an overdue task', () => {
  const slow = task('a', { added: NOW - HOUR });
  const found = { ...slow, overdue: 'owed' as const };
  it.each<[string, Waiting, Answer | undefined, 'on the list' | 'gone', Waiting[]]>([
    ['is told when it was found so and that was written', slow, RUNNING, 'on the list', [{ ...found, epoch: EPOCH }]],
    ['is not told when that was not written', slow, RUNNING, 'gone', []],
    ['is told when an earlier sweep could not', found, RUNNING, 'on the list', [found]],
    ['is told when an earlier sweep could not and this one did not ask', found, undefined, 'on the list', [found]],
    ['is not told when it was told before', { ...slow, overdue: 'told' }, RUNNING, 'on the list', []],
    ['is not told when only something else of it has changed', task('a'), ABSENT, 'on the list', []],
    ['is not told when it has ended meanwhile', found, COMPLETE, 'on the list', []],
    [
      'is told as it is now, and once, when it was owed and has changed',
      found,
      ABSENT,
      'on the list',
      [{ ...found, absentSince: NOW, epoch: EPOCH }],
    ],
    ['is not told when it was owed, and what changed could not be written', found, ABSENT, 'gone', []],
  ])('%s', async (_why, row, answer, where, told) => {
    const { settled } = await settle([[[row, answer]]], listOf(where === 'gone' ? [] : [row]));
    expect(settled.overdue).toEqual(told);
  });
});
