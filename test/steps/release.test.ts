/** What is told at once, and what waits for the rest of its submission. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PATIENCE, release } from '../../lib/steps/release';
import { OUTCOMES, type Outcome, type Owed, type Waiting } from '../../lib/task';
import { NOW, owed, running, waiting } from '../support/tasks';

const task = (id: string, submission?: string, outcome: Outcome = 'complete', settled = NOW): Owed =>
  owed({ id, settled, ...(submission !== undefined && { submission }) }, { outcome });
const runs = (submission?: string): Waiting =>
  waiting({ id: `runs-${submission}`, ...(submission !== undefined && { submission }) });

const goesOn = (tasks: readonly Waiting[]) => (submission: string) => running(tasks).has(submission);

const ids = (tasks: readonly Owed[]) => tasks.map(({ id }) => id);

describe('of what has been settled', () => {
  test.each<[string, Owed[], Waiting[], string[], string[]]>([
    ['nothing is told and nothing waits when there is nothing', [], [runs('a')], [], []],
    ['a success waits while its submission runs', [task('1', 'a')], [runs('a')], [], ['1']],
    ['a success is told when no task of its submission runs', [task('1', 'a')], [runs('b')], ['1'], []],
    ['all of a submission is told when it is through', [task('1', 'a'), task('2', 'a')], [], ['1', '2'], []],
    [
      'a submission that is through does not wait for another',
      [task('1', 'a'), task('2', 'b')],
      [runs('b')],
      ['1'],
      ['2'],
    ],
    ['a failure is told at once', [task('1', 'a', 'failed')], [runs('a')], ['1'], []],
    [
      'a failure takes no success of its submission with it',
      [task('1', 'a', 'failed'), task('2', 'a')],
      [runs('a')],
      ['1'],
      ['2'],
    ],
    [
      'nothing but a success ever waits',
      OUTCOMES.map((outcome) => task(outcome, 'a', outcome)),
      [runs('a')],
      ['failed', 'rejected', 'missing', 'expired'],
      ['complete'],
    ],
    ['a success without a submission is told at once', [task('1')], [runs('a')], ['1'], []],
    ['… also while another task without one runs', [task('1')], [runs()], ['1'], []],
    [
      '… and one that is old hurries no submission',
      [task('1', undefined, 'complete', NOW - PATIENCE), task('2', 'a')],
      [runs(), runs('a')],
      ['1'],
      ['2'],
    ],
    [
      'a success waits one ms before patience ends',
      [task('1', 'a', 'complete', NOW - PATIENCE + 1)],
      [runs('a')],
      [],
      ['1'],
    ],
    ['a success is told when patience ends', [task('1', 'a', 'complete', NOW - PATIENCE)], [runs('a')], ['1'], []],
    [
      'a success that has waited too long takes those of its submission with it, and no others',
      [task('1', 'a', 'complete', NOW - PATIENCE), task('2', 'a'), task('3', 'b')],
      [runs('a'), runs('b')],
      ['1', '2'],
      ['3'],
    ],
    [
      'an old failure, which Slack did not take, hurries no success',
      [task('1', 'a', 'failed', NOW - PATIENCE), task('2', 'a')],
      [runs('a')],
      ['1'],
      ['2'],
    ],
    [
      'a success that settled in the future, by a clock that was set back, waits',
      [task('1', 'a', 'complete', NOW + PATIENCE)],
      [runs('a')],
      [],
      ['1'],
    ],
  ])('%s', (_why, settled, running, due, held) => {
    const released = release(settled, goesOn(running), 'submission', NOW);
    expect([ids(released.due), ids(released.held)]).toEqual([due, held]);
  });

  test('nothing waits with ANNOUNCE=sweep', () => {
    const settled = [task('1', 'a'), task('2', 'b', 'failed'), task('3')];
    expect(release(settled, goesOn([runs('a'), runs('b')]), 'sweep', NOW)).toEqual({ due: settled, held: [] });
  });
});

test('a task is either told or waits, and both keep their order', () => {
  const submission = fc.constantFrom('a', 'b', undefined);
  const some = fc.array(fc.tuple(submission, fc.constantFrom(...OUTCOMES), fc.nat({ max: 2 * PATIENCE })));
  fc.assert(
    fc.property(some, fc.array(submission), (settled, running) => {
      const tasks = settled.map(([of, outcome, ago], i) => task(String(i), of, outcome, NOW - ago));
      const { due, held } = release(tasks, goesOn(running.map(runs)), 'submission', NOW);
      expect(tasks.filter((each) => due.includes(each))).toEqual(due);
      expect(tasks.filter((each) => held.includes(each))).toEqual(held);
      expect(due.length + held.length).toBe(tasks.length);
      expect(due.some((each) => held.includes(each))).toBe(false);
    }),
  );
});
