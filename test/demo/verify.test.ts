/** The judge of npm start can find it guilty. */
import { describe, expect, it } from 'vitest';
import { digest } from '../../lib/steps/digest';
import type { Outcome, Owed } from '../../lib/task';
import type { Part } from '../cloud/slack/walk';
import type { ListedTask } from './fill';
import { type Rows, verify } from './verify';

const NOON = Date.UTC(2026, 10, 23, 12);

const task = (id: string, ends: ListedTask['ends']): ListedTask => ({ id, ends });
const tasks = [task('1', 'complete'), task('2', 'failed'), task('3', 'dead')];

const owed = (id: string, outcome: Outcome): Owed => ({
  id,
  state: 'owed',
  urls: [],
  epoch: 1,
  settled: NOON,
  ending: { outcome, reasons: [], total: 1, failed: 0, urls: [] },
});
const write = (...owed: Owed[]) => {
  const [message] = digest({ to: 'channel', owed, overdue: [], groups: [] }, { now: NOON, historyDays: 30 });
  if (!message) throw new Error('there is nothing to tell');
  return message;
};
const message = (...told: Owed[]) => ({ at: NOON, payload: write(...told).payload as unknown as Part });

const BOTH = [owed('1', 'complete'), owed('2', 'failed')];
const row = (list: string, id: string, outcome?: Outcome) => ({
  list,
  id,
  ...(outcome && { ending: JSON.stringify({ outcome }), digest: write(...BOTH).digest }),
});
const GOOD: Rows = [row('done', '1', 'complete'), row('done', '2', 'failed'), row('dead', '3')];
const TOLD = [message(...BOTH)];

describe('the judge of the demo', () => {
  it('finds nothing wrong when all is well', () => {
    expect(verify(tasks, TOLD, GOOD)).toEqual([]);
  });

  it.each<[string, Parameters<typeof verify>[1], Rows, string]>([
    ['a task is still pending', TOLD, [...GOOD, row('pending', '9')], 'still on the list'],
    ['a failure was told twice', [...TOLD, message(owed('2', 'failed'))], GOOD, 'named in 2 messages'],
    ['a message was told twice', [...TOLD, ...TOLD], GOOD, 'was told twice'],
    ['nothing was told', [], GOOD, 'task 1 is recorded with digest'],
    ['an outcome is wrong', TOLD, [row('done', '1', 'missing'), ...GOOD.slice(1)], 'should be complete and is missing'],
    ['a task is on no list', TOLD, GOOD.slice(1), 'is there 0 times'],
    ['a message pings', [...TOLD, { at: NOON, payload: { text: '<!channel>' } }], GOOD, 'pings'],
  ])('sees that %s', (_, messages, rows, words) => {
    expect(verify(tasks, messages, rows).join()).toContain(words);
  });
});
