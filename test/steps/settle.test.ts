import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { GRACE, OVERDUE_OTHERWISE, settle, type Verdict } from '../../lib/steps/settle';
import type { Answer, Ending, Outcome, Owed, Report, Waiting } from '../../lib/task';
import { DAY, HOUR, MINUTE, NOW, report, waiting } from '../support/tasks';

const EPOCH = 7;
const HISTORY_DAYS = 30;
const HISTORY = HISTORY_DAYS * DAY;
const URL_A = 'http://example.com/a';
const URL_B = 'http://example.com/b';

const ABSENT: Answer = { kind: 'absent' };
const REFUSED: Answer = { kind: 'refused', code: 'InvalidTaskId' };
const reported = (fields: Partial<Report>): Answer => ({ kind: 'reported', report: report(fields) });
const running = (fields: Partial<Report> = {}) => reported({ state: 'running', running: 1, ...fields });
const complete = (fields: Partial<Report> = {}) => reported({ state: 'complete', ...fields });
const failed = (fields: Partial<Report> = {}) => reported({ state: 'failed', failed: 1, ...fields });

type Becomes =
  | 'still-running'
  /** What the row remembers, besides what it held and the epoch of the sweep. */
  | { remembers: { readonly [K in keyof Waiting]?: Waiting[K] | undefined } }
  | { ends: Outcome; with?: { readonly [K in keyof Ending]?: Ending[K] | undefined } };

interface Case {
  row?: Partial<Waiting>;
  answer: Answer;
  becomes: Becomes;
}

function expectVerdict({ row: fields, answer, becomes }: Case): void {
  const row = waiting(fields);
  const verdict = settle(row, answer, NOW, HISTORY_DAYS, EPOCH);
  if (becomes === 'still-running') {
    expect(verdict).toEqual({ kind: 'still-running' });
  } else if ('remembers' in becomes) {
    expect(verdict).toEqual({ kind: 'changed', task: { ...row, epoch: EPOCH, ...becomes.remembers } });
  } else {
    expect(verdict).toMatchObject({
      kind: 'settled',
      task: {
        state: 'owed',
        id: row.id,
        settled: NOW,
        epoch: EPOCH,
        ending: { outcome: becomes.ends, ...becomes.with },
      },
    });
  }
}

describe('1. when the CDN says all URLs are through, the task', () => {
  test.each<[string, Case]>([
    [
      'is complete, with its URLs and how long it took',
      {
        row: { added: NOW - 5 * MINUTE, urls: [URL_B] },
        answer: complete({ total: 2, urls: [URL_A] }),
        becomes: { ends: 'complete', with: { urls: [URL_A], total: 2, failed: 0, reasons: [], took: 5 * MINUTE } },
      },
    ],
    [
      'has failed when any URL has, with the failed URLs and why',
      {
        row: { added: NOW - MINUTE },
        answer: failed({ total: 12, failed: 3, urls: [URL_A], failedUrls: [URL_B], reasons: ['OriginTimeout'] }),
        becomes: { ends: 'failed', with: { urls: [URL_B], total: 12, failed: 3, reasons: ['OriginTimeout'] } },
      },
    ],
    [
      'is complete though it is older than the history',
      { row: { added: NOW - HISTORY - DAY }, answer: complete(), becomes: { ends: 'complete' } },
    ],
    [
      'has failed though it is older than the history',
      { row: { added: NOW - HISTORY - DAY }, answer: failed(), becomes: { ends: 'failed' } },
    ],
    [
      'is complete though it was absent for longer than the grace period',
      { row: { added: NOW - HOUR, absentSince: NOW - GRACE }, answer: complete(), becomes: { ends: 'complete' } },
    ],
    [
      'is complete though it was told as overdue',
      { row: { added: NOW - HOUR, overdue: 'told' }, answer: complete(), becomes: { ends: 'complete' } },
    ],
    [
      'took the time since the CDN made it, when it came onto the list later',
      {
        row: { added: NOW - MINUTE },
        answer: complete({ created: NOW - HOUR }),
        becomes: { ends: 'complete', with: { took: HOUR } },
      },
    ],
    [
      'took the time since it came onto the list, when the CDN says it was made later',
      {
        row: { added: NOW - HOUR },
        answer: complete({ created: NOW - MINUTE }),
        becomes: { ends: 'complete', with: { took: HOUR } },
      },
    ],
    [
      'took no time at all when the clock has gone back since',
      { row: { added: NOW + HOUR }, answer: complete(), becomes: { ends: 'complete', with: { took: 0 } } },
    ],
    [
      'took no time at all when the CDN made it in the future',
      { answer: complete({ created: NOW + HOUR }), becomes: { ends: 'complete', with: { took: 0 } } },
    ],
  ])('%s', (_why, case_) => expectVerdict(case_));
});

test('nobody knows how long a task took when its row was bare and the CDN does not say', () => {
  const verdict = settle(waiting(), complete(), NOW, HISTORY_DAYS, EPOCH);
  expect(verdict).toMatchObject({ kind: 'settled', task: { ending: { outcome: 'complete' } } });
  expect(verdict).not.toHaveProperty('task.ending.took');
  expect(verdict).not.toHaveProperty('task.added');
});

describe('2. when the CDN refuses the id itself, the task', () => {
  test.each<[string, Case]>([
    [
      'is rejected, with the code and the URLs of its row',
      {
        row: { added: NOW - MINUTE, urls: [URL_A] },
        answer: REFUSED,
        becomes: { ends: 'rejected', with: { reasons: ['InvalidTaskId'], urls: [URL_A], total: 0, failed: 0 } },
      },
    ],
    ['is rejected though its row is bare', { answer: REFUSED, becomes: { ends: 'rejected' } }],
    [
      'is rejected, not expired, when it is older than the history',
      { row: { added: NOW - HISTORY - DAY }, answer: REFUSED, becomes: { ends: 'rejected' } },
    ],
    [
      'is rejected, not missing, when it was absent for longer than the grace period',
      { row: { added: NOW - HOUR, absentSince: NOW - GRACE }, answer: REFUSED, becomes: { ends: 'rejected' } },
    ],
  ])('%s', (_why, case_) => expectVerdict(case_));
});

describe('3. without an end in sight, the task', () => {
  test.each<[string, Case]>([
    [
      'goes on being watched when it is exactly as old as the history',
      { row: { added: NOW - HISTORY, overdue: 'told' }, answer: running(), becomes: 'still-running' },
    ],
    [
      'is expired one ms later, though its report says running',
      {
        row: { added: NOW - HISTORY - 1, overdue: 'told' },
        answer: running({ total: 12 }),
        becomes: { ends: 'expired', with: { total: 12, took: HISTORY + 1 } },
      },
    ],
    [
      'is expired rather than overdue when it was never told',
      { row: { added: NOW - HISTORY - 1 }, answer: running(), becomes: { ends: 'expired' } },
    ],
    [
      'is expired when it was made before the history began, whenever it came onto the list',
      { row: { added: NOW }, answer: running({ created: NOW - HISTORY - 1 }), becomes: { ends: 'expired' } },
    ],
    [
      'is expired, not missing, when it is absent too',
      { row: { added: NOW - HISTORY - 1, absentSince: NOW - GRACE }, answer: ABSENT, becomes: { ends: 'expired' } },
    ],
    [
      'is expired with the URLs of its row when it is absent',
      {
        row: { added: NOW - HISTORY - 1, urls: [URL_A] },
        answer: ABSENT,
        becomes: { ends: 'expired', with: { urls: [URL_A], total: 0 } },
      },
    ],
    [
      'is expired with the URLs the CDN names when its row has none',
      {
        answer: running({ created: NOW - HISTORY - 1, urls: [URL_A] }),
        becomes: { ends: 'expired', with: { urls: [URL_A] } },
      },
    ],
  ])('%s', (_why, case_) => expectVerdict(case_));

  test('is expired by the days of history that are set', () => {
    const row = waiting({ added: NOW - 3 * DAY - 1, overdue: 'told' });
    expect(settle(row, running(), NOW, 3, EPOCH)).toMatchObject({ task: { ending: { outcome: 'expired' } } });
    expect(settle(row, running(), NOW, 4, EPOCH)).toEqual({ kind: 'still-running' });
  });
});

describe('4. when the CDN does not name the id, the task', () => {
  const added = NOW - HOUR;
  test.each<[string, Case]>([
    ['remembers since when', { row: { added }, answer: ABSENT, becomes: { remembers: { absentSince: NOW } } }],
    [
      'remembers since when it is watched, too, if its row was bare',
      { answer: ABSENT, becomes: { remembers: { added: NOW, absentSince: NOW } } },
    ],
    [
      'goes on being watched one ms before the grace period ends',
      { row: { added, absentSince: NOW - GRACE + 1 }, answer: ABSENT, becomes: 'still-running' },
    ],
    [
      'is missing exactly at the end of the grace period',
      {
        row: { added, absentSince: NOW - GRACE, urls: [URL_A] },
        answer: ABSENT,
        becomes: { ends: 'missing', with: { urls: [URL_A], total: 0, reasons: [], took: HOUR } },
      },
    ],
    [
      'is missing, not expired, when it is exactly as old as the history',
      { row: { added: NOW - HISTORY, absentSince: NOW - GRACE }, answer: ABSENT, becomes: { ends: 'missing' } },
    ],
    [
      'is missing by its absence, not by its age',
      { row: { added: NOW - DAY, absentSince: NOW - 1 }, answer: ABSENT, becomes: 'still-running' },
    ],
    [
      'forgets its absence when it is named again',
      {
        row: { added: NOW - MINUTE, absentSince: NOW - GRACE },
        answer: running(),
        becomes: { remembers: { absentSince: undefined } },
      },
    ],
    [
      'goes on being watched when the clock has gone back since',
      { row: { added, absentSince: NOW + HOUR }, answer: ABSENT, becomes: 'still-running' },
    ],
    [
      'is not overdue: nobody knows that it runs',
      { row: { added: NOW - DAY, absentSince: NOW - MINUTE }, answer: ABSENT, becomes: 'still-running' },
    ],
    [
      'stays overdue if it was',
      { row: { added, overdue: 'told' }, answer: ABSENT, becomes: { remembers: { absentSince: NOW } } },
    ],
  ])('%s', (_why, case_) => expectVerdict(case_));

  test('has its grace period anew after it was named in between', () => {
    const named = settle(
      waiting({ added, absentSince: NOW - GRACE + 1, overdue: 'told' }),
      running(),
      NOW,
      HISTORY_DAYS,
      EPOCH,
    );
    const absentAgain = settle(taskOf(named), ABSENT, NOW + MINUTE, HISTORY_DAYS, EPOCH);
    expect(taskOf(absentAgain).absentSince).toBe(NOW + MINUTE);
    expect(settle(taskOf(absentAgain), ABSENT, NOW + MINUTE + GRACE - 1, HISTORY_DAYS, EPOCH).kind).toBe(
      'still-running',
    );
    expect(settle(taskOf(absentAgain), ABSENT, NOW + MINUTE + GRACE, HISTORY_DAYS, EPOCH).kind).toBe('settled');
  });
});

describe('5. when it runs for longer than its kind should, the task', () => {
  test.each<[string, Case]>([
    [
      'is not overdue exactly at the limit',
      { row: { added: NOW - OVERDUE_OTHERWISE }, answer: running(), becomes: 'still-running' },
    ],
    [
      'is overdue one ms later, and keeps the URLs for the message',
      {
        row: { added: NOW - 30 * MINUTE - 1 },
        answer: running({ urls: [URL_A] }),
        becomes: { remembers: { overdue: 'owed', urls: [URL_A] } },
      },
    ],
    [
      'is not overdue exactly after two hours when it is a prefetch',
      { row: { added: NOW - 2 * HOUR }, answer: running({ kind: 'preload' }), becomes: 'still-running' },
    ],
    [
      'is overdue one ms later when it is a prefetch',
      {
        row: { added: NOW - 2 * HOUR - 1 },
        answer: running({ kind: 'preload' }),
        becomes: { remembers: { overdue: 'owed' } },
      },
    ],
    [
      'is a prefetch in any case of the word',
      { row: { added: NOW - HOUR }, answer: running({ kind: 'Preload' }), becomes: 'still-running' },
    ],
    [
      'is overdue by what the CDN says of its kind, not by what the submission said',
      {
        row: { added: NOW - HOUR, kind: 'preload' },
        answer: running({ kind: 'file' }),
        becomes: { remembers: { overdue: 'owed' } },
      },
    ],
    [
      'is overdue like a purge when its kind is a directory',
      {
        row: { added: NOW - HOUR },
        answer: running({ kind: 'directory' }),
        becomes: { remembers: { overdue: 'owed' } },
      },
    ],
    [
      'is overdue like a purge when its kind is unknown',
      { row: { added: NOW - HOUR }, answer: running({ kind: '' }), becomes: { remembers: { overdue: 'owed' } } },
    ],
    [
      'is overdue like a purge when its kind is a word of JavaScript',
      {
        row: { added: NOW - HOUR },
        answer: running({ kind: 'constructor' }),
        becomes: { remembers: { overdue: 'owed' } },
      },
    ],
    [
      'is not overdue again while that is still to be told',
      { row: { added: NOW - HOUR, overdue: 'owed' }, answer: running({ urls: [URL_A] }), becomes: 'still-running' },
    ],
    [
      'is not overdue again once that was told',
      { row: { added: NOW - DAY, overdue: 'told' }, answer: running({ urls: [URL_A] }), becomes: 'still-running' },
    ],
    [
      'is overdue since the CDN made it, which the message has to say, when it came onto the list later',
      {
        row: { added: NOW - MINUTE },
        answer: running({ created: NOW - HOUR }),
        becomes: { remembers: { overdue: 'owed', added: NOW - HOUR } },
      },
    ],
    [
      'is overdue at first sight when its row was bare and the CDN made it long ago',
      { answer: running({ created: NOW - HOUR }), becomes: { remembers: { overdue: 'owed', added: NOW - HOUR } } },
    ],
    [
      'forgets its absence in the same breath',
      {
        row: { added: NOW - HOUR, absentSince: NOW - MINUTE },
        answer: running(),
        becomes: { remembers: { overdue: 'owed', absentSince: undefined } },
      },
    ],
    [
      'is not overdue while the clock says it has not begun',
      { row: { added: NOW + DAY }, answer: running(), becomes: 'still-running' },
    ],
  ])('%s', (_why, case_) => expectVerdict(case_));
});

describe('6. otherwise the task', () => {
  test.each<[string, Case]>([
    [
      'is still running, and nothing is written',
      { row: { added: NOW - MINUTE }, answer: running(), becomes: 'still-running' },
    ],
    [
      'is not written for a creation a little before it came onto the list',
      { row: { added: NOW - MINUTE }, answer: running({ created: NOW - MINUTE - 900 }), becomes: 'still-running' },
    ],
    [
      'is not written for a creation in the future',
      { row: { added: NOW - MINUTE }, answer: running({ created: NOW + HOUR }), becomes: 'still-running' },
    ],
    [
      'remembers when it was first seen if its row was bare',
      { answer: running(), becomes: { remembers: { added: NOW } } },
    ],
    [
      'remembers when the CDN made it if its row was bare',
      { answer: running({ created: NOW - MINUTE }), becomes: { remembers: { added: NOW - MINUTE } } },
    ],
  ])('%s', (_why, case_) => expectVerdict(case_));
});

describe('an outcome', () => {
  test('is final: only a waiting task can be settled', () => {
    expectTypeOf(settle).parameter(0).toEqualTypeOf<Waiting>();
    expectTypeOf<Owed>().not.toExtend<Waiting>();
    expect(settle(waiting(), complete(), NOW, HISTORY_DAYS, EPOCH)).toMatchObject({ task: { state: 'owed' } });
  });

  test('keeps what is known of the task, and nothing that only matters while waiting', () => {
    const known = {
      id: '12345678',
      label: 'deploy 1.2.3',
      submission: 's1',
      kind: 'file',
      urls: [URL_A],
      added: NOW - HOUR,
    };
    const row = waiting({ ...known, absentSince: NOW - MINUTE, overdue: 'told', epoch: 3 });
    expect(settle(row, failed({ kind: 'directory' }), NOW, HISTORY_DAYS, EPOCH)).toEqual({
      kind: 'settled',
      task: {
        ...known,
        kind: 'directory',
        state: 'owed',
        settled: NOW,
        epoch: EPOCH,
        ending: { outcome: 'failed', reasons: [], total: 1, failed: 1, urls: [], took: HOUR },
      },
    });
  });

  test.each<[string, Partial<Waiting>, number]>([
    ['is known from the CDN when the row was bare', {}, NOW - HOUR],
    ['is what the row says otherwise', { added: NOW - MINUTE }, NOW - MINUTE],
  ])('keeps when the task came onto the list: that %s', (_why, row, added) => {
    const verdict = settle(waiting(row), complete({ created: NOW - HOUR }), NOW, HISTORY_DAYS, EPOCH);
    expect(verdict).toMatchObject({ task: { added } });
  });

  test('keeps the kind the submission said when the CDN says none', () => {
    const verdict = settle(waiting({ kind: 'preload' }), complete({ kind: '' }), NOW, HISTORY_DAYS, EPOCH);
    expect(verdict).toMatchObject({ task: { kind: 'preload' } });
  });
});

/** Hours of both sides of the present, with the very edges of the rules among them. */
const time = fc.oneof(
  fc.integer({ min: NOW - 60 * DAY, max: NOW + 60 * DAY }),
  fc.constantFrom(
    ...[0, GRACE, OVERDUE_OTHERWISE, 2 * HOUR, HISTORY].flatMap((age) => [NOW - age - 1, NOW - age, NOW - age + 1]),
  ),
);
const maybeTime = fc.option(time, { nil: undefined });

const anyReport = (state: fc.Arbitrary<Report['state']>, created = maybeTime): fc.Arbitrary<Answer> =>
  fc
    .record({ state, created, kind: fc.constantFrom('file', 'directory', 'preload', 'regex', '') })
    .map(({ created, ...rest }) => reported({ ...rest, ...(created !== undefined && { created }), urls: [URL_A] }));

const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant<Answer>({ kind: 'unanswered' }),
  anyReport(fc.constantFrom('running', 'complete', 'failed')),
  fc.constant(ABSENT),
  fc.constant(REFUSED),
);

const anyRow: fc.Arbitrary<Waiting> = fc
  .record({
    added: maybeTime,
    absentSince: maybeTime,
    overdue: fc.constantFrom(undefined, 'owed' as const, 'told' as const),
    urls: fc.constantFrom<string[]>([], [URL_B]),
  })
  .map(({ added, absentSince, overdue, urls }) =>
    waiting({
      urls,
      ...(added !== undefined && { added }),
      ...(absentSince !== undefined && { absentSince }),
      ...(overdue && { overdue }),
    }),
  );

describe('whatever the row and the answer', () => {
  test('the same input gives the same verdict and stays as it was', () => {
    fc.assert(
      fc.property(anyRow, anyAnswer, (row, answer) => {
        const before = structuredClone({ row, answer });
        const verdict = settle(row, answer, NOW, HISTORY_DAYS, EPOCH);
        expect(settle(before.row, before.answer, NOW, HISTORY_DAYS, EPOCH)).toEqual(verdict);
        expect({ row, answer }).toEqual(before);
      }),
    );
  });

  test('a row that was written as the verdict wants it needs no second write', () => {
    fc.assert(
      fc.property(anyRow, anyAnswer, (row, answer) => {
        const verdict = settle(row, answer, NOW, HISTORY_DAYS, EPOCH);
        fc.pre(verdict.kind === 'changed');
        expect(settle(taskOf(verdict), answer, NOW, HISTORY_DAYS, EPOCH)).toEqual({ kind: 'still-running' });
      }),
    );
  });

  test('a task ends at once when the CDN says so, and never by a report that says running within the history', () => {
    fc.assert(
      fc.property(anyRow, anyAnswer, (row, answer) => {
        const verdict = settle(row, answer, NOW, HISTORY_DAYS, EPOCH);
        const said = answer.kind === 'reported' ? answer.report.state : answer.kind;
        const outcome = verdict.kind === 'settled' ? verdict.task.ending.outcome : 'none';
        const possible: Record<typeof said, readonly (Outcome | 'none')[]> = {
          complete: ['complete'],
          failed: ['failed'],
          refused: ['rejected'],
          absent: ['none', 'missing', 'expired'],
          running: ['none', 'expired'],
          unanswered: ['none', 'expired'],
        };
        expect(possible[said]).toContain(outcome);
      }),
    );
  });

  test('every task ends at last, though the CDN never says how', () => {
    const created = fc.option(fc.integer({ min: NOW - 60 * DAY, max: NOW + DAY }), { nil: undefined });
    const endless = fc.oneof(anyReport(fc.constant('running'), created), fc.constant(ABSENT));
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 * HOUR }), endless), { maxLength: 40 });
    fc.assert(
      fc.property(steps, endless, (asked, last) => {
        let task = waiting();
        let now = NOW;
        for (const [later, answer] of asked) {
          now += later;
          const verdict = settle(task, answer, now, HISTORY_DAYS, EPOCH);
          if (verdict.kind === 'settled') {
            expect(['missing', 'expired']).toContain(verdict.task.ending.outcome);
            return;
          }
          if (verdict.kind === 'changed') task = verdict.task;
        }
        // The row may have been seen for the first time only now.
        task = waiting({ ...task, added: task.added ?? now });
        expect(settle(task, last, now + DAY + HISTORY + 1, HISTORY_DAYS, EPOCH)).toMatchObject({
          kind: 'settled',
          task: { ending: { outcome: 'expired' } },
        });
      }),
    );
  });
});

function taskOf(verdict: Verdict): Waiting {
  if (verdict.kind !== 'changed') throw new Error(`the verdict is ${verdict.kind}`);
  return verdict.task;
}

describe('a call that gave no answer', () => {
  const UNANSWERED: Answer = { kind: 'unanswered' };

  test('says nothing about a task: what is remembered of its absence stays as it is', () => {
    for (const row of [waiting({ added: NOW - 1 }), waiting({ added: NOW - DAY, absentSince: NOW - 9 * GRACE })]) {
      expect(settle(row, UNANSWERED, NOW, HISTORY_DAYS, EPOCH)).toEqual({ kind: 'still-running' });
    }
  });

  test('does not keep a task for ever: past the history it is expired', () => {
    const verdict = settle(waiting({ added: NOW - HISTORY_DAYS * DAY - 1 }), UNANSWERED, NOW, HISTORY_DAYS, EPOCH);
    expect(verdict).toMatchObject({ kind: 'settled', task: { ending: { outcome: 'expired' } } });
  });
});
