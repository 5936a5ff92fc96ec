import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, overdueLine, problemLine, successLine } from '../../lib/steps/line';
import type { Ending, Owed } from '../../lib/task';
import { DAY, HOUR, MINUTE, NOW, owed, waiting } from '../support/tasks';
import { hostileOverdue, hostileOwed } from './hostile';

const URLS = ['http://example.com/1', 'http://example.com/2', 'http://example.com/3', 'http://example.com/4'];

/** What a rich_text block takes at most, by the product's own budget. */
const BLOCK = 2_800;
const lengthOf = ({ urls, text }: Line) => [...urls, text].join('\n').length;

describe('the line of a problem', () => {
  test.each<[string, Partial<Ending>, string]>([
    [
      'says why, how many URLs, how long, and the id',
      { outcome: 'failed', reasons: ['OriginTimeout'], total: 12, failed: 3, took: 5 * MINUTE + 12_000 },
      'failed: the origin did not answer in time (OriginTimeout) · 3 of 12 URLs · after 5 m 12 s · task 1',
    ],
    [
      'gives all reasons',
      { outcome: 'failed', reasons: ['InternalError', 'Strange'], failed: 1 },
      'failed: the CDN had an internal error (InternalError); Strange · task 1',
    ],
    ['says when the CDN gave no reason', { outcome: 'failed', failed: 1 }, 'failed: the CDN gave no reason · task 1'],
    [
      'gives the code of a refusal, and no age: nothing ever ran',
      { outcome: 'rejected', reasons: ['InvalidTaskId'], total: 0, took: HOUR },
      'rejected: the CDN refuses this task id; was it copied correctly? (InvalidTaskId) · task 1',
    ],
    [
      'says what may be wrong with a missing id',
      { outcome: 'missing', total: 0, took: 10 * MINUTE },
      'missing: the CDN does not know this task id; was it copied correctly, and made with this account? · after 10 m · task 1',
    ],
    [
      'says how far the CDN remembers',
      { outcome: 'expired', took: 30 * DAY },
      'expired: no end was seen within the 30 days the CDN remembers a task · after 30 d · task 1',
    ],
    [
      'does not count a single URL',
      { outcome: 'failed', total: 1, failed: 1 },
      'failed: the CDN gave no reason · task 1',
    ],
  ])('%s', (_why, ending, text) => {
    expect(problemLine(owed({}, ending), 30).text).toBe(text);
  });

  test('does not say "0 of 12 URLs" of an expired task, as if none were concerned', () => {
    expect(problemLine(owed({}, { outcome: 'expired', total: 12, failed: 0 }), 30).text).not.toContain('0 of 12');
  });

  test('ends with the label', () => {
    const line = problemLine(owed({ id: '12345678', label: 'deploy 1.2.3' }, { outcome: 'failed' }), 30);
    expect(line.text).toMatch(/ · task 12345678 · deploy 1\.2\.3$/);
  });

  test('names no label when nothing of it can be seen', () => {
    expect(problemLine(owed({ label: '\u200B\n' }, { outcome: 'failed' }), 30).text).toMatch(/ · task 1$/);
  });

  test('shows up to three URLs, whatever the row holds', () => {
    expect(problemLine(owed({}, { outcome: 'failed', urls: URLS.slice(0, 2) }), 30).urls).toEqual(URLS.slice(0, 2));
    expect(problemLine(owed({}, { outcome: 'failed', urls: URLS }), 30).urls).toEqual(URLS.slice(0, 3));
  });

  test('fits into a block, however many reasons the row holds', () => {
    const reasons = Array.from({ length: 100 }, (_, i) => `${i}`.repeat(100));
    expect(lengthOf(problemLine(owed({}, { outcome: 'failed', reasons }), 30))).toBeLessThanOrEqual(BLOCK);
  });
});

describe('the line of a success', () => {
  test.each<[string, Owed, Line]>([
    [
      'has its URL, how long it took, id and label',
      owed({ label: 'deploy 1.2.3' }, { urls: URLS.slice(0, 1), took: 42_000 }),
      { urls: ['http://example.com/1'], text: 'after 42 s · task 1 · deploy 1.2.3' },
    ],
    [
      'has the first URL and how many more',
      owed({}, { urls: URLS, total: 2_000 }),
      { urls: ['http://example.com/1'], text: 'and 1999 more URLs · task 1' },
    ],
    [
      'speaks of one more URL in the singular',
      owed({}, { urls: URLS.slice(0, 2), total: 2 }),
      { urls: ['http://example.com/1'], text: 'and 1 more URL · task 1' },
    ],
    ['needs neither URL nor age', owed(), { urls: [], text: 'task 1' }],
  ])('%s', (_why, task, line) => {
    expect(successLine(task)).toEqual(line);
  });
});

describe('the line of an overdue task', () => {
  test.each<[string, number | undefined, string]>([
    ['says for how long it runs', NOW - HOUR - 5 * MINUTE, 'still running after 1 h 5 m · task 1'],
    ['says nothing of time when it is not known', undefined, 'still running · task 1'],
    ['says no negative time when the clock has gone back', NOW + HOUR, 'still running after 0 s · task 1'],
  ])('%s', (_why, added, text) => {
    expect(overdueLine(waiting(added === undefined ? {} : { added }), NOW).text).toBe(text);
  });

  test('shows up to three URLs and the label', () => {
    expect(overdueLine(waiting({ urls: URLS, label: 'deploy 1.2.3' }), NOW)).toEqual({
      urls: URLS.slice(0, 3),
      text: 'still running · task 1 · deploy 1.2.3',
    });
  });
});

test('a line of text from outside is clean and fits into a block', () => {
  fc.assert(
    fc.property(hostileOwed, hostileOverdue, (task, slow) => {
      for (const line of [problemLine(task, 30), successLine(task), overdueLine(slow, NOW)]) {
        expect(lengthOf(line)).toBeLessThanOrEqual(BLOCK);
        expect([...line.urls, line.text].join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(line.text).toContain('task ');
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 8_000 },
  );
});
