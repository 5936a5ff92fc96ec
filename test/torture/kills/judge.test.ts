/** The judge of the kills can find the poller guilty, and lets pass what a kill excuses. */
import { describe, expect, it } from 'vitest';
import { digest } from '../../../lib/steps/digest';
import type { Audience, Outcome, Owed } from '../../../lib/task';
import type { Part } from '../../cloud/slack/walk';
import type { Rows } from './cloud';
import { createJudge, type Judge } from './judge';
import type { LastMessage } from './tick';
import type { End } from './work';

const NOON = Date.UTC(2026, 10, 23, 12);
const FINE = '20000000001';
const BAD = '20000000002';
const SPOILT = '20000000003';
const ENDS = new Map<string, End>([
  [FINE, 'complete'],
  [BAD, 'failed'],
  [SPOILT, 'dead'],
]);

const owed = (id: string, outcome: Outcome): Owed => ({
  ...{ id, state: 'owed', urls: [], epoch: 1, settled: NOON },
  ending: { outcome, reasons: [], total: 1, failed: 0, urls: [] },
});
const say = (...tasks: Owed[]) => {
  const [message] = digest({ to: 'channel', owed: tasks, overdue: [], groups: [] }, { now: NOON, historyDays: 30 });
  return { at: NOON, payload: message?.payload as unknown as Part };
};
const ALL = say(owed(FINE, 'complete'), owed(BAD, 'failed'));

const row = (list: string, id: string, outcome?: Outcome) => ({
  ...{ list, id },
  ...(outcome && { state: 'owed', ending: JSON.stringify({ outcome }) }),
});
const WAITING: Rows = [row('pending', FINE), row('pending', BAD), row('pending', SPOILT)];
const OWED: Rows = [row('pending', FINE, 'complete'), row('pending', BAD, 'failed'), row('dead', SPOILT)];
const DONE: Rows = [row('done', FINE, 'complete'), row('done', BAD, 'failed'), row('dead', SPOILT)];

/** What Slack has heard and the table holds after a tick, and the kill that ended it, if one did. */
interface After {
  readonly said: readonly (typeof ALL)[];
  readonly rows: Rows;
  readonly kill?: LastMessage;
}

function judged(ticks: readonly After[], calls = 30): { judge: Judge; lost: string[] } {
  const messages: (typeof ALL)[] = [];
  let rows: Rows = [];
  const channel = {
    messages,
    get arrived() {
      return messages.length;
    },
    tooFast: 0,
  };
  const cdn = { maxInAnySecond: () => calls, throttled: 0 };
  const judge = createJudge(
    { cdn, webhooks: { channel }, rows: () => rows },
    { announce: 'sweep', failures: 'none' },
    ENDS,
  );
  for (const { said, rows: next, kill } of ticks) {
    messages.push(...said);
    rows = next;
    judge.afterTick(kill);
  }
  return { judge, lost: judge.atTheEnd() };
}

const to: Audience = 'channel';
const KILLED_WRITING: After = { said: [ALL], rows: OWED, kill: { to, writing: true } };

describe('the judge of the kills', () => {
  it('finds nothing wrong when all is well', () => {
    const { judge, lost } = judged([
      { said: [], rows: WAITING },
      { said: [ALL], rows: DONE },
    ]);
    expect([lost, [...judge.breaches], judge.hearing.repeats]).toEqual([[], [], 0]);
  });

  it('excuses one repetition after a kill between Slack and the table', () => {
    const { judge, lost } = judged([KILLED_WRITING, { said: [ALL], rows: DONE }]);
    expect([lost, [...judge.breaches], judge.hearing.repeats]).toEqual([[], [], 1]);
  });

  it.each<[string, After[], string]>([
    ['a message came twice', [{ said: [ALL, ALL], rows: DONE }], 'no kill is the reason'],
    ['one kill was the excuse for two', [KILLED_WRITING, { said: [ALL, ALL], rows: DONE }], 'no kill is the reason'],
    ['nothing was recorded', [{ said: [ALL], rows: OWED }], 'had not recorded'],
    ['a sweep went on unrecorded', [{ ...KILLED_WRITING, kill: { to, writing: false } }], 'had not recorded'],
    ['an outcome is wrong', [{ said: [say(owed(BAD, 'missing'))], rows: DONE }], 'which is failed'],
    [
      'an outcome changed',
      [
        { said: [], rows: OWED },
        { said: [], rows: [row('done', BAD, 'missing')] },
      ],
      'was failed',
    ],
    [
      'a state went backwards',
      [
        { said: [], rows: OWED },
        { said: [], rows: WAITING },
      ],
      'was owed and is waiting',
    ],
    [
      'a row went away',
      [
        { said: [], rows: WAITING },
        { said: [], rows: [] },
      ],
      'is not there',
    ],
    ['a task is left', [{ said: [], rows: WAITING }], 'left on pending'],
    ['nobody is named', [{ said: [say(...Array(9).fill(owed(FINE, 'complete')))], rows: DONE }], 'does not name all'],
  ])('sees that %s', (_, ticks, words) => {
    expect([...judged(ticks).judge.breaches].join('\n')).toContain(words);
  });

  it('sees that calls were too dense', () => {
    expect([...judged([], 31).judge.breaches]).toEqual(['31 calls to the CDN in one second']);
  });

  it('names those who never heard of a task', () => {
    expect(judged([{ said: [], rows: [row('done', BAD, 'failed')] }]).lost).toEqual([
      `channel never heard that task ${FINE} is complete`,
      `channel never heard that task ${BAD} is failed`,
      `task ${SPOILT}, which nobody can read, is not on dead`,
    ]);
  });
});
