import { describe, expect, test } from 'vitest';
import { completes, createdAt, fails, inUnknownStatus, type Life, lifeByUrl, neverFinishes, stepAt } from './life';
import { manyEntries, Tasks } from './tasks';

const NOON = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a life', () => {
  const cases: readonly (readonly [string, Life, number, string, string])[] = [
    ['begins pending', completes(), 0, 'Pending', '0%'],
    ['is underway after a while', completes(10 * MINUTE), 2 * MINUTE, 'Refreshing', '50%'],
    ['is underway to the last moment', completes(10 * MINUTE), 10 * MINUTE - 1, 'Refreshing', '50%'],
    ['completes on time', completes(10 * MINUTE), 10 * MINUTE, 'Complete', '100%'],
    ['stays complete', completes(10 * MINUTE), 9 * DAY, 'Complete', '100%'],
    ['completes at once', completes(0), 0, 'Complete', '100%'],
    ['fails on time', fails(MINUTE), MINUTE, 'Failed', '100%'],
    ['never finishes', neverFinishes(), 9 * DAY, 'Refreshing', '99.37%'],
    ['takes a status nobody documents', inUnknownStatus('canceled'), MINUTE, 'canceled', '50%'],
    ['has its first step before its time', completes(), -5, 'Pending', '0%'],
  ];
  test.each(cases)('%s', (_what, life, ageMs, status, process) => {
    expect(stepAt(life, ageMs)).toMatchObject({ status, process });
  });

  test.each([
    ['http://example.com/timeout.js', 'Failed', 'OriginTimeout'],
    ['example.com/503/', 'Failed', 'OriginReturn StatusCode 5XX'],
    ['https://example.com/internal', 'Failed', 'InternalError'],
    ['https://example.com/never.js', 'Refreshing', undefined],
    ['https://timeout.example.com/fine.js', 'Complete', undefined],
  ])('follows from the path of %s', (url, status, description) => {
    const step = stepAt(lifeByUrl(url, completes()), DAY);
    expect([step.status, step.description]).toEqual([status, description]);
  });
});

describe('the tasks', () => {
  let now = NOON;
  const moment = (at: number) => {
    now = at;
  };
  const tasks = (historyDays?: number) => {
    moment(NOON);
    return new Tasks(() => now, historyDays);
  };

  test('report one entry a URL, each with its own life', () => {
    const store = tasks();
    store.add('1', [
      { url: 'http://a/', objectType: 'directory', life: fails(MINUTE, 'OriginTimeout') },
      { url: 'http://b/', life: completes(DAY) },
    ]);
    moment(NOON + MINUTE);
    expect(store.report('1')).toMatchObject([
      { taskId: '1', url: 'http://a/', objectType: 'directory', created: NOON, step: { description: 'OriginTimeout' } },
      { taskId: '1', url: 'http://b/', objectType: 'file', step: { status: 'Pending' } },
    ]);
  });

  test('do not know a hidden id until its time', () => {
    const store = tasks();
    store.add('1', {}, { hiddenForMs: MINUTE });
    expect(store.report('1')).toEqual([]);
    moment(NOON + MINUTE);
    expect(store.report('1')).toHaveLength(1);
  });

  test.each([
    ['30 days by default', undefined, 30],
    ['3 days when told so', 3, 3],
  ])('forget %s', (_what, setting, days) => {
    const store = tasks(setting);
    store.add('1', { life: createdAt(NOON - days * DAY, completes()) });
    expect(store.report('1')).toHaveLength(1);
    moment(NOON + 1);
    expect(store.report('1')).toEqual([]);
  });

  test('refuse the ids of a list, or those a rule names', () => {
    const store = tasks();
    store.refuse(['7', '8']);
    expect([store.refuses('7'), store.refuses('9')]).toEqual([true, false]);
    store.refuse((id) => !/^\d+$/.test(id));
    expect([store.refuses('7'), store.refuses('seven')]).toEqual([false, true]);
  });

  test('grow, are replaced and are forgotten', () => {
    const store = tasks();
    store.extend('1', manyEntries(3));
    store.extend('1', manyEntries(2));
    expect(store.report('1')).toHaveLength(5);
    store.add('1', manyEntries(1));
    expect(store.report('1')).toHaveLength(1);
    store.forget('1');
    expect(store.ids).toEqual([]);
  });
});
