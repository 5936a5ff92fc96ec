import { describe, expect, test } from 'vitest';
import { settleAll } from '../../lib/steps/verdicts';
import type { Answer, Waiting } from '../../lib/task';
import { HOUR, MINUTE, NOW, report, waiting } from '../support/tasks';

const EPOCH = 7;
const ABSENT: Answer = { kind: 'absent' };
const reported = (state: 'running' | 'complete' | 'failed'): Answer => ({
  kind: 'reported',
  report: report({ state }),
});

describe('settling all tasks', () => {
  const done = waiting({ id: 'done', added: NOW - MINUTE });
  const broken = waiting({ id: 'broken', added: NOW - MINUTE });
  const slow = waiting({ id: 'slow', added: NOW - HOUR });
  const away = waiting({ id: 'away', added: NOW - MINUTE });
  const calm = waiting({ id: 'calm', added: NOW - MINUTE });
  const answers = new Map<Waiting, Answer>([
    [done, reported('complete')],
    [slow, reported('running')],
    [calm, reported('running')],
    [away, ABSENT],
    [broken, reported('failed')],
  ]);
  const { settled, changed } = settleAll(answers, NOW, 30, EPOCH);

  test('gives each ended task its outcome, with the row as it was read', () => {
    expect(settled.map(({ before, after }) => [before, after.id, after.ending.outcome])).toEqual([
      [done, 'done', 'complete'],
      [broken, 'broken', 'failed'],
    ]);
  });

  test('has each changed row as it was read and as it shall be', () => {
    expect(changed).toEqual([
      { before: slow, after: { ...slow, overdue: 'owed', epoch: EPOCH } },
      { before: away, after: { ...away, absentSince: NOW, epoch: EPOCH } },
    ]);
  });

  test('writes nothing for a task that is still running', () => {
    expect([...settled, ...changed].map(({ before }) => before)).not.toContain(calm);
  });

  test('makes nothing of nothing', () => {
    expect(settleAll(new Map(), NOW, 30, EPOCH)).toEqual({ settled: [], changed: [] });
  });

  test('goes by the days of history that are set', () => {
    const old = waiting({ added: NOW - 100 * HOUR, overdue: 'told' });
    expect(settleAll(new Map([[old, reported('running')]]), NOW, 3, EPOCH).settled).toHaveLength(1);
    expect(settleAll(new Map([[old, reported('running')]]), NOW, 30, EPOCH).settled).toHaveLength(0);
  });
});
