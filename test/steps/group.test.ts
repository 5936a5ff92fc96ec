/** What is said of a submission as a whole. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Group, groupsOf, sentence } from '../../lib/steps/group';
import { NOTHING_TOLD, sum, tallyOf } from '../../lib/steps/tally';
import { number } from '../../lib/steps/words';
import type { Tally } from '../../lib/task';
import { type Ending, OUTCOMES, type Owed, type Waiting } from '../../lib/task';
import { running as counted, HOUR, MINUTE, NOW, owed, waiting } from '../support/tasks';
import { hostileOwed, hostileText } from './hostile';

/** A purge of one file that took five minutes, unless more is said. */
const task = (ending: Partial<Ending> = {}, fields: Partial<Omit<Owed, 'ending'>> = {}): Owed =>
  owed({ submission: 's', label: 'deploy 1.2.3', kind: 'file', added: NOW - 5 * MINUTE, ...fields }, ending);
const open = (fields: Partial<Waiting> = {}): Waiting =>
  waiting({ submission: 's', kind: 'file', added: NOW - 7 * MINUTE - 3_000, ...fields });

const failed = (count: number, total: number) => task({ outcome: 'failed', failed: count, total });
const unlabelled = (label?: string): Owed => {
  const { label: _label, ...rest } = task();
  return { ...rest, ...(label !== undefined && { label }) };
};
const timeless = (ending: Partial<Ending> = {}): Owed => {
  const { added: _added, ...rest } = task(ending);
  return rest;
};

function said(due: readonly Owed[], running: readonly Waiting[] = [], before?: Tally): string {
  const [group, ...others] = groupsOf(due, counted(running), new Map(before && [['s', before]]));
  if (!group || others.length > 0) throw new Error(`there are ${others.length + (group ? 1 : 0)} groups`);
  return sentence(group, NOW);
}

const whileHeld = (held?: readonly Owed[]) => {
  const [group] = groupsOf([failed(1, 1)], counted([open()]), new Map(), held);
  return group ? sentence(group, NOW) : '';
};

describe('the sentence about a submission', () => {
  test.each<[string, string, string]>([
    ['counts the URLs of its tasks', said([task({ total: 11 }), task()]), '12 of 12 URLs purged in 5 m'],
    ['speaks of one URL in the singular', said([task()]), '1 of 1 URL purged in 5 m'],
    [
      'lasts from the first task to the last outcome',
      said([task({}, { added: NOW - 8 * MINUTE, settled: NOW - 2 * MINUTE }), task({}, { settled: NOW + 12_000 })]),
      '2 of 2 URLs purged in 8 m 12 s',
    ],
    ['names what failed first', said([task(), failed(1, 11)]), '1 failed, 11 of 12 URLs purged, in 5 m'],
    [
      'counts the URLs of a failed task that did not fail',
      said([failed(3, 12)]),
      '3 failed, 9 of 12 URLs purged, in 5 m',
    ],
    ['says of how many all failed', said([failed(12, 12)]), '12 of 12 URLs failed in 5 m'],
    ['says of the only one that it failed', said([failed(1, 1)]), '1 of 1 URL failed in 5 m'],
    [
      'counts a task the CDN said nothing about as one URL',
      said([task({ total: 9 }), task({ outcome: 'missing', total: 0 })]),
      '1 missing, 9 of 10 URLs purged, in 5 m',
    ],
    [
      'counts all URLs of a task whose end nobody saw',
      said([task({ total: 9 }), task({ outcome: 'expired', total: 3 })]),
      '3 expired, 9 of 12 URLs purged, in 5 m',
    ],
    [
      'names everything that can go wrong, in one order',
      said(OUTCOMES.toReversed().map((outcome) => task({ outcome, failed: 1 }))),
      '1 failed, 1 rejected, 1 missing, 1 expired, 1 of 5 URLs purged, in 5 m',
    ],
    [
      'counts what failed and what is missing apart, when nothing went well',
      said([failed(2, 2), task({ outcome: 'missing', total: 0 })]),
      '2 of 3 URLs failed, 1 missing, in 5 m',
    ],
    ['has one word for what nobody knows', said([task({ outcome: 'missing', total: 0 })]), '1 missing in 5 m'],
    ['counts a failure that names no URL', said([failed(0, 0)]), '1 of 1 URL failed in 5 m'],
    ['is not confused by more failures than URLs', said([failed(5, 1)]), '5 of 5 URLs failed in 5 m'],
    [
      'writes large numbers so that they can be read',
      said([task({ total: 12_000 }), failed(1_000, 2_000)]),
      '1,000 failed, 13,000 of 14,000 URLs purged, in 5 m',
    ],
    ['says nothing of time when nobody knows it', said([timeless()]), '1 of 1 URL purged'],
    ['… nor with a comma', said([timeless(), timeless({ outcome: 'missing' })]), '1 missing, 1 of 2 URLs purged'],
    [
      'says no negative time when the clock has gone back',
      said([task({}, { added: NOW, settled: NOW - HOUR })]),
      '1 of 1 URL purged in 0 s',
    ],
  ])('%s', (_why, text, expected) => {
    expect(text).toBe(`deploy 1.2.3: ${expected}`);
  });
});

describe('while some of a submission runs, the sentence', () => {
  test.each<[string, string, string]>([
    ['says what is open', said([failed(1, 1)], [open()]), '1 failed, 1 task still running after 7 m 3 s'],
    [
      'counts since the first that is open began',
      said([task()], [open({ added: NOW - MINUTE }), open({ added: NOW - HOUR })]),
      '1 of 1 URL purged, 2 tasks still running after 1 h',
    ],
    [
      'says no time when nobody knows it',
      said([task()], [waiting({ submission: 's' })]),
      '1 of 1 URL purged, 1 task still running',
    ],
    [
      'says no negative time when the clock has gone back',
      said([task()], [open({ added: NOW + HOUR })]),
      '1 of 1 URL purged, 1 task still running after 0 s',
    ],
    [
      'counts what is done and waits',
      whileHeld([task(), task({ total: 9 })]),
      '1 failed, 2 tasks done, 1 task still running after 7 m 3 s',
    ],
    [
      'counts of what waits only what is its own',
      whileHeld([task(), task({}, { submission: 't' })]),
      '1 failed, 1 task done, 1 task still running after 7 m 3 s',
    ],
    ['says nothing of what waits when nothing does', whileHeld(), '1 failed, 1 task still running after 7 m 3 s'],
    [
      'does not count the tasks of another',
      said([task()], [open({ submission: 't' }), waiting()]),
      '1 of 1 URL purged in 5 m',
    ],
  ])('%s', (_why, text, expected) => {
    expect(text).toBe(`deploy 1.2.3: ${expected}`);
  });
});

describe('what was told before', () => {
  const before = tallyOf([failed(1, 1), task({}, { added: NOW - 9 * MINUTE })]);
  test.each<[string, string, string]>([
    ['is summed up in the end', said([task({ total: 10 })], [], before), '1 failed, 11 of 12 URLs purged, in 9 m'],
    [
      'is summed up also while tasks run',
      said([failed(1, 1)], [open()], before),
      '2 failed, 1 of 3 URLs purged, 1 task still running after 7 m 3 s',
    ],
    ['is nothing when nothing was', said([task()], [], NOTHING_TOLD), '1 of 1 URL purged in 5 m'],
  ])('%s', (_why, text, expected) => {
    expect(text).toBe(`deploy 1.2.3: ${expected}`);
  });

  test('is of no matter to another submission', () => {
    const [group] = groupsOf([task()], counted([]), new Map([['t', before]]));
    expect(group?.settled.tasks).toBe(1);
  });
});

describe('the verb', () => {
  const kinds = (...some: (string | undefined)[]) =>
    some.map((kind) => {
      const { kind: _kind, ...rest } = task();
      return kind === undefined ? rest : { ...rest, kind };
    });
  test.each<[string, Owed[], string]>([
    ['of files is purged', kinds('file'), 'purged'],
    ['of other purges is purged', kinds('file', 'directory', 'regex', 'ignore-params', 'path'), 'purged'],
    ['of a prefetch is prefetched', kinds('preload'), 'prefetched'],
    ['is known in any case of the kind', kinds('Preload', 'preload'), 'prefetched'],
    ['of both is done', kinds('file', 'preload'), 'done'],
    ['of a kind nobody knows is done', kinds(undefined), 'done'],
    ['of a kind nobody knows among others is done', kinds('file', undefined), 'done'],
  ])('%s', (_why, due, verb) => {
    expect(said(due)).toContain(` ${verb} in `);
  });
});

describe('the label', () => {
  test.each<[string, string, string]>([
    ['is CDN when there is none', said([unlabelled()]), 'CDN'],
    ['is CDN when nothing of it can be seen', said([unlabelled('\u200B\n')]), 'CDN'],
    ['is one line', said([unlabelled('deploy\n1.2.3')]), 'deploy 1.2.3'],
    ['turns nothing round', said([unlabelled('\u202Egnp.exe')]), 'gnp.exe'],
    ['is cut when it is long', said([unlabelled('x'.repeat(81))]), `${'x'.repeat(79)}…`],
    ['is what it is otherwise', said([unlabelled('<!channel> *b* :x:')]), '<!channel> *b* :x:'],
  ])('%s', (_why, text, label) => {
    expect(text).toBe(`${label}: 1 of 1 URL purged in 5 m`);
  });

  test('is the first that a task has', () => {
    expect(said([unlabelled(), task(), unlabelled('other')])).toMatch(/^deploy 1\.2\.3: /);
  });

  test('gives way where there is little room, and the numbers do not', () => {
    const [group] = groupsOf([unlabelled('x'.repeat(80))], counted([]), new Map());
    const rest = ': 1 of 1 URL purged in 5 m';
    expect(sentence(group as Group, NOW, 80 + rest.length)).toBe(`${'x'.repeat(80)}${rest}`);
    expect(sentence(group as Group, NOW, 79 + rest.length)).toBe(`${'x'.repeat(78)}…${rest}`);
    expect(sentence(group as Group, NOW, 20)).toBe(`${'x'.repeat(19)}…${rest}`);
  });
});

describe('groups', () => {
  const of = (submission: string | undefined, label: string): Owed => {
    const { submission: _submission, ...rest } = task({}, { label });
    return submission === undefined ? rest : { ...rest, submission };
  };
  test('are the submissions of the tasks, by their labels; other tasks are in none', () => {
    const due = [of('s2', 'b'), of(undefined, 'c'), of('s1', 'z'), of('s3', 'a'), of('s1', 'z')];
    const groups = groupsOf(due, counted([open({ submission: 's4' })]), new Map());
    expect(groups.map(({ submission, label, due: tasks }) => [submission, label, tasks.length])).toEqual([
      ['s3', 'a', 1],
      ['s2', 'b', 1],
      ['s1', 'z', 2],
    ]);
  });

  test('with failures come first, whatever their labels are', () => {
    const bad = { ...of('s9', 'z'), ending: failed(1, 1).ending };
    expect(groupsOf([of('s1', 'a'), bad], counted([]), new Map()).map(({ label }) => label)).toEqual(['z', 'a']);
  });

  test('of one label keep the order of their tasks', () => {
    const due = [of('s3', 'a'), of('s1', 'a'), of('s2', 'a')];
    expect(groupsOf(due, counted([]), new Map()).map(({ submission }) => submission)).toEqual(['s3', 's1', 's2']);
  });

  test('have the running tasks of their own submission', () => {
    const due = [of('s1', 'a'), of('s2', 'b')];
    const running = [open({ submission: 's1' }), open({ submission: 's1' }), open({ submission: 's2' })];
    expect(groupsOf(due, counted(running), new Map()).map((group) => group.running)).toEqual([2, 1]);
  });

  test('are none of nothing', () => {
    expect(groupsOf([], counted([open()]), new Map([['s', NOTHING_TOLD]]))).toEqual([]);
  });
});

describe('a tally', () => {
  test('of nothing is nothing', () => {
    expect(tallyOf([])).toEqual(NOTHING_TOLD);
    expect(sum(NOTHING_TOLD, NOTHING_TOLD)).toEqual(NOTHING_TOLD);
  });

  test('knows URLs by how they ended, tasks, and the first and last moment', () => {
    expect(tallyOf([failed(3, 12), task({ total: 2 }, { added: NOW - HOUR, settled: NOW + 1 })])).toEqual({
      urls: { complete: 11, failed: 3, missing: 0, expired: 0, rejected: 0 },
      tasks: 2,
      kinds: ['file'],
      from: NOW - HOUR,
      until: NOW + 1,
    });
  });

  test('of times of which some are unknown has those that are known', () => {
    expect(sum(tallyOf([timeless()]), tallyOf([task()]))).toMatchObject({ from: NOW - 5 * MINUTE, until: NOW });
    expect(sum(tallyOf([timeless()]), NOTHING_TOLD)).not.toHaveProperty('from');
  });

  test('of parts is the same as of the whole, in any order', () => {
    const tasks = fc.array(fc.tuple(hostileOwed, fc.option(fc.nat({ max: NOW }), { nil: undefined })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(tasks, fc.nat({ max: 8 }), (some, at) => {
        const all = some.map(([each, added]) => ({ ...each, ...(added !== undefined && { added }) }));
        const parts = [tallyOf(all.slice(0, at)), tallyOf(all.slice(at))] as const;
        expect(sum(parts[0], parts[1])).toEqual(tallyOf(all));
        expect(sum(parts[1], parts[0])).toEqual(tallyOf(all));
      }),
    );
  });
});

test('a sentence is one clean line, whatever the label is', () => {
  fc.assert(
    fc.property(hostileText, (label) => {
      const text = said([unlabelled(label)]);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      expect(text).toMatch(/^.+: 1 of 1 URL purged in 5 m$/u);
    }),
  );
});

test.each<[number, string]>([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [2_147_483_647, '2,147,483,647'],
])('the number %i reads %s', (count, text) => {
  expect(number(count)).toBe(text);
});
