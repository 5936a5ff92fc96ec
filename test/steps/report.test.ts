import { describe, expect, test } from 'vitest';
import { sameReason, sumUp } from '../../lib/steps/report';
import type { Entry, Report } from '../../lib/task';
import { entry, NOW } from '../support/tasks';

const many = (count: number, fields: (i: number) => Partial<Entry>): Entry[] =>
  Array.from({ length: count }, (_, i) => entry({ url: `http://example.com/${i + 1}`, ...fields(i) }));

const reportOf = (...entries: Partial<Entry>[]): Report | undefined => sumUp(entries.map(entry)).get('1');

describe('the state of a report', () => {
  test.each<[string, Report['state'], string[]]>([
    ['is complete when all URLs are', 'complete', ['Complete', 'Complete']],
    ['is failed when any URL is', 'failed', ['Complete', 'Failed', 'Complete']],
    ['is running while any URL is pending', 'running', ['Complete', 'Pending']],
    ['is running while any URL is refreshing', 'running', ['Refreshing', 'Complete']],
    ['is running though some URLs have failed already', 'running', ['Failed', 'Refreshing', 'Failed']],
    ['does not depend on the case of a status', 'complete', ['complete', 'COMPLETE', 'cOmPlEtE']],
    ['does not depend on the case of a failure', 'failed', ['FAILED', 'complete']],
    ['is running when a status is unknown', 'running', ['Complete', 'Verifying']],
    ['is running when a status is empty', 'running', ['']],
    ['is running when a status only looks like an end', 'running', ['Completed']],
    ['is failed by a timeout', 'failed', ['timeout']],
    ['is failed by a cancellation', 'failed', ['Canceled', 'Complete']],
  ])('%s', (_why, state, statuses) => {
    expect(reportOf(...statuses.map((status) => ({ status })))?.state).toBe(state);
  });
});

describe('a report', () => {
  test('counts k of m URLs and names the first three of each sort', () => {
    const entries = many(12, (i) => ({
      status: i % 3 === 1 ? 'Failed' : i === 11 ? 'Pending' : 'Complete',
      description: i % 3 === 1 ? 'OriginTimeout' : '',
    }));
    expect(sumUp(entries).get('1')).toEqual({
      state: 'running',
      kind: 'file',
      total: 12,
      running: 1,
      failed: 4,
      urls: ['http://example.com/1', 'http://example.com/2', 'http://example.com/3'],
      failedUrls: ['http://example.com/2', 'http://example.com/5', 'http://example.com/8'],
      reasons: ['OriginTimeout'],
    });
  });

  test('sums up a merged task of 2,000 URLs', () => {
    const entries = many(2_000, (i) => (i === 1_999 ? { status: 'Failed', description: 'Internal Error' } : {}));
    expect(sumUp(entries).get('1')).toMatchObject({
      state: 'failed',
      total: 2_000,
      failed: 1,
      running: 0,
      failedUrls: ['http://example.com/2000'],
    });
  });

  test('is made for each task of a reply, however its entries are mixed', () => {
    const entries = [
      entry({ id: '2', status: 'Failed' }),
      entry({ id: '1' }),
      entry({ id: '2' }),
      entry({ id: '1', status: 'Pending' }),
    ];
    expect([...sumUp(entries)].map(([id, { state, total, failed }]) => ({ id, state, total, failed }))).toEqual([
      { id: '2', state: 'failed', total: 2, failed: 1 },
      { id: '1', state: 'running', total: 2, failed: 0 },
    ]);
  });

  test('is made for an id that nobody asked for as for any other', () => {
    const reports = sumUp([entry({ id: '1' }), entry({ id: 'unasked', status: 'Failed' })]);
    expect(reports.get('unasked')?.state).toBe('failed');
    expect(reports.get('1')?.state).toBe('complete');
  });

  test('is not made for an id without entries', () => {
    expect(sumUp([]).size).toBe(0);
    expect(sumUp([entry({ id: '1' })]).has('2')).toBe(false);
  });

  test('is made for ids that are words of JavaScript', () => {
    expect([...sumUp([entry({ id: '__proto__' }), entry({ id: 'constructor' })]).keys()]).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test.each<[string, (number | undefined)[], number | undefined]>([
    ['is as old as its oldest entry', [NOW, NOW - 2, NOW - 1], NOW - 2],
    ['takes its age from the entries that have one', [undefined, NOW, undefined], NOW],
    ['has no age when no entry has', [undefined, undefined], undefined],
  ])('%s', (_why, times, created) => {
    const entries = times.map((time) => (time === undefined ? {} : { created: time }));
    expect(reportOf(...entries)?.created).toBe(created);
  });

  test('stays small and showable, however long and strange the URLs and reasons are', () => {
    const url = `http://example.com/\u202E${'x'.repeat(5_000)}`;
    const found = reportOf({ status: 'Failed', url, description: `a\n${'b'.repeat(5_000)}` });
    expect(found?.urls[0]).toMatch(/^http:\/\/example\.com\/ x+…$/);
    expect(found?.urls[0]).toHaveLength(1_500);
    expect(found?.failedUrls[0]).toHaveLength(1_500);
    expect(found?.reasons[0]).toMatch(/^a b+…$/);
    expect(found?.reasons[0]).toHaveLength(200);
  });
});

describe('the reasons of a report', () => {
  const failing = (description: string, status = 'Failed') => ({ status, description });
  test.each<[string, Partial<Entry>[], string[]]>([
    ['are distinct', [failing('InternalError'), failing('InternalError')], ['InternalError']],
    ['are the same in both spellings', [failing('Origin Timeout'), failing('OriginTimeout')], ['Origin Timeout']],
    [
      'are the same with another space in the longest one',
      [failing('OriginReturn StatusCode 5XX'), failing('Origin Return StatusCode 5XX')],
      ['OriginReturn StatusCode 5XX'],
    ],
    ['are the same in any case', [failing('InternalError'), failing('internal error')], ['InternalError']],
    ['are kept apart when they differ', [failing('b'), failing('a')], ['b', 'a']],
    ['are three at most', [failing('a'), failing('b'), failing('c'), failing('d')], ['a', 'b', 'c']],
    ['are none when the CDN gives none', [failing('')], []],
    ['are none when the CDN gives white space', [failing(' \t ')], []],
    ['are none when nothing of them can be seen', [failing('\u200B\u0000')], []],
    ['are the status when that says more than Failed', [failing('', 'timeout'), failing('', 'FAILED')], ['timeout']],
    ['are the description rather than the status', [failing('OriginTimeout', 'timeout')], ['OriginTimeout']],
    ['are not taken from URLs that are well', [{ status: 'Complete', description: 'fine' }], []],
    ['are not taken from URLs that still run', [{ status: 'Pending', description: 'queued' }], []],
  ])('%s', (_why, entries, reasons) => {
    expect(reportOf(...entries)?.reasons).toEqual(reasons);
  });

  test('are compared without spaces and case', () => {
    expect(sameReason(' Origin\tReturn StatusCode 5XX')).toBe('originreturnstatuscode5xx');
  });
});

test('a reply of 20,000 entries costs ten times as much as one of 2,000', () => {
  const readsOf = (count: number) => {
    let reads = 0;
    const counted = many(count, (i) => ({ id: String(i % 10), status: 'Failed', description: `reason ${i}` })).map(
      (one) =>
        new Proxy(one, {
          get: (target, name) => {
            reads++;
            return Reflect.get(target, name);
          },
        }),
    );
    expect(sumUp(counted).size).toBe(10);
    return reads;
  };
  const small = readsOf(2_000);
  const large = readsOf(20_000);
  expect(large).toBeLessThanOrEqual(10 * small);
  expect(large / 20_000).toBeLessThan(15);
});
