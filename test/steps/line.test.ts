import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  inPlain,
  isLate,
  type Line,
  type LineOptions,
  overdueLine,
  problemLine,
  successLine,
} from '../../lib/steps/line';
import { type Ending, OUTCOMES, type Owed } from '../../lib/task';
import { DAY, HOUR, MINUTE, NOW, owed, waiting } from '../support/tasks';
import { hostileOverdue, hostileOwed } from './hostile';

const URLS = ['http://example.com/1', 'http://example.com/2', 'http://example.com/3', 'http://example.com/4'];

/** What a rich_text block takes at most, by the product's own budget. */
const BLOCK = 2_800;
const lengthOf = ({ urls, text, command = '', link = '' }: Line) =>
  [...urls, text].join('\n').length + ' · '.length * 2 + command.length + link.length + 'console'.length;

const OPTIONS: LineOptions = { now: NOW, historyDays: 30 };
const TEMPLATE = 'https://console.example.com/tasks?id={id}';
const LINKED: LineOptions = { ...OPTIONS, linkTemplate: TEMPLATE };

const failed = (fields: Partial<Owed> = {}, ending: Partial<Ending> = {}) =>
  owed({ kind: 'file', ...fields }, { outcome: 'failed', failed: 1, ...ending });

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
      'missing: the CDN does not know this task id; was it copied correctly, and made with this account? · task 1',
    ],
    [
      'says how far the CDN remembers',
      { outcome: 'expired', took: 30 * DAY },
      'expired: no end was seen within the 30 days the CDN remembers a task · after 30 d · task 1',
    ],
    [
      'writes large numbers so that they can be read',
      { outcome: 'failed', total: 12_000, failed: 1_000 },
      'failed: the CDN gave no reason · 1,000 of 12,000 URLs · task 1',
    ],
    [
      'says of a task that failed before, what its URLs did',
      { outcome: 'failed', failed: 1, before: 'fails-again', took: MINUTE },
      'failed: the CDN gave no reason · failed before too · after 1 m · task 1',
    ],
    [
      'says when a URL that was mended fails anew',
      { outcome: 'failed', failed: 1, before: 'was-fine' },
      'failed: the CDN gave no reason · was fine the last time · task 1',
    ],
    [
      'does not count a single URL',
      { outcome: 'failed', total: 1, failed: 1 },
      'failed: the CDN gave no reason · task 1',
    ],
  ])('%s', (_why, ending, text) => {
    expect(problemLine(owed({}, ending), OPTIONS).text).toBe(text);
  });

  test('does not say "0 of 12 URLs" of an expired task, as if none were concerned', () => {
    expect(problemLine(owed({}, { outcome: 'expired', total: 12, failed: 0 }), OPTIONS).text).not.toContain('0 of 12');
  });

  test('ends with the label', () => {
    const line = problemLine(owed({ id: '12345678', label: 'deploy 1.2.3' }, { outcome: 'failed' }), OPTIONS);
    expect(line.text).toMatch(/ · task 12345678 · deploy 1\.2\.3$/);
  });

  test('names no label when nothing of it can be seen', () => {
    expect(problemLine(owed({ label: '\u200B\n' }, { outcome: 'failed' }), OPTIONS).text).toMatch(/ · task 1$/);
  });

  test('shows up to three URLs, whatever the row holds', () => {
    expect(problemLine(owed({}, { outcome: 'failed', urls: URLS.slice(0, 2) }), OPTIONS).urls).toEqual(
      URLS.slice(0, 2),
    );
    expect(problemLine(owed({}, { outcome: 'failed', urls: URLS }), OPTIONS).urls).toEqual(URLS.slice(0, 3));
  });

  test('fits into a block, however many reasons the row holds', () => {
    const reasons = Array.from({ length: 100 }, (_, i) => `${i}`.repeat(100));
    expect(lengthOf(problemLine(owed({}, { outcome: 'failed', reasons }), OPTIONS))).toBeLessThanOrEqual(BLOCK);
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
      { urls: ['http://example.com/1'], text: 'and 1,999 more URLs · task 1' },
    ],
    [
      'speaks of one more URL in the singular',
      owed({}, { urls: URLS.slice(0, 2), total: 2 }),
      { urls: ['http://example.com/1'], text: 'and 1 more URL · task 1' },
    ],
    ['needs neither URL nor age', owed(), { urls: [], text: 'task 1' }],
  ])('%s', (_why, task, line) => {
    expect(successLine(task, OPTIONS)).toEqual(line);
  });
});

describe('the line of an overdue task', () => {
  test.each<[string, number | undefined, string]>([
    ['says for how long it runs', NOW - HOUR - 5 * MINUTE, 'still running after 1 h 5 m · task 1'],
    ['says nothing of time when it is not known', undefined, 'still running · task 1'],
    ['says no negative time when the clock has gone back', NOW + HOUR, 'still running after 0 s · task 1'],
  ])('%s', (_why, added, text) => {
    expect(overdueLine(waiting(added === undefined ? {} : { added }), OPTIONS).text).toBe(text);
  });

  test('shows up to three URLs and the label', () => {
    expect(overdueLine(waiting({ urls: URLS, label: 'deploy 1.2.3' }), OPTIONS)).toEqual({
      urls: URLS.slice(0, 3),
      text: 'still running · task 1 · deploy 1.2.3',
    });
  });
});

describe('what is told late', () => {
  const ago = (ms: number) => failed({ settled: NOW - ms });
  test.each<[string, number, string | undefined]>([
    ['is what ended more than a day ago', DAY + 1, 'late: it ended at 2026-11-22 14:51 UTC'],
    ['is not what ended a day ago', DAY, undefined],
    ['is not what ends in the future, by a clock that was set back', -DAY, undefined],
  ])('%s', (_why, ms, said) => {
    expect(isLate(ago(ms), NOW)).toBe(said !== undefined);
    expect(problemLine(ago(ms), OPTIONS).text).toBe(
      ['failed: the CDN gave no reason', said, 'task 1'].filter(Boolean).join(' · '),
    );
    expect(successLine(owed({ settled: NOW - ms }), OPTIONS).text).toBe([said, 'task 1'].filter(Boolean).join(' · '));
  });
});

describe('the command that submits failed URLs again', () => {
  test.each<[string, Owed, string | undefined]>([
    ['is given for a failure', failed({ id: '17000000001' }), 'cdn-tasks retry 17000000001'],
    ['is given for an id with - and _', failed({ id: 'a-b_C9' }), 'cdn-tasks retry a-b_C9'],
    ['is given for an id of 100 characters', failed({ id: '1'.repeat(100) }), `cdn-tasks retry ${'1'.repeat(100)}`],
    ['is not given for a longer one, which the line does not show', failed({ id: '1'.repeat(101) }), undefined],
    ['is not given for an id that is an option', failed({ id: '-rf' }), undefined],
    ['is not given for an id a shell would act upon', failed({ id: '1;reboot' }), undefined],
    ['… nor for one it would run', failed({ id: '$(reboot)' }), undefined],
    ['… nor for two', failed({ id: '1 2' }), undefined],
    ['… nor for one with a line break', failed({ id: '1\n' }), undefined],
    ['… nor for none', failed({ id: '' }), undefined],
    ['is not given when the kind is not known', owed({}, { outcome: 'failed' }), undefined],
    ...OUTCOMES.filter((outcome) => outcome !== 'failed').map((outcome): [string, Owed, undefined] => [
      `is not given for a task that is ${outcome}`,
      failed({}, { outcome }),
      undefined,
    ]),
  ])('%s', (_why, task, command) => {
    expect(problemLine(task, OPTIONS).command).toBe(command);
  });
});

describe('the page about a task', () => {
  test.each<[string, string | undefined, string, string | undefined]>([
    ['is made of the setting', TEMPLATE, '17', 'https://console.example.com/tasks?id=17'],
    ['has the id as often as the setting', 'https://a.example/{id}/{id}', '17', 'https://a.example/17/17'],
    [
      'has what is special in an address encoded',
      TEMPLATE,
      'a/b?c&d#e',
      'https://console.example.com/tasks?id=a%2Fb%3Fc%26d%23e',
    ],
    ['has a $ as it is, not as a pattern', TEMPLATE, '$&', 'https://console.example.com/tasks?id=%24%26'],
    ['has marks of Slack encoded', TEMPLATE, '<!here>|x', 'https://console.example.com/tasks?id=%3C!here%3E%7Cx'],
    ['is none without a setting', undefined, '17', undefined],
    ['is none when the setting is one page for all', 'https://console.example.com/tasks', '17', undefined],
    ['is none for an id too long to be shown', TEMPLATE, '1'.repeat(101), undefined],
    ['is none for half a character, which no address can hold', TEMPLATE, '\uD83D', undefined],
    ['is none when it would be too long', `https://a.example/${'{id}/'.repeat(5)}`, '1'.repeat(90), undefined],
  ])('%s', (_why, linkTemplate, id, link) => {
    const options = { ...OPTIONS, linkTemplate };
    expect(problemLine(failed({ id }), options).link).toBe(link);
    expect(overdueLine(waiting({ id }), options).link).toBe(link);
    expect(successLine(owed({ id }), options).link).toBeUndefined();
  });
});

describe('the label', () => {
  const heading = { ...OPTIONS, heading: 'deploy 1.2.3' };
  test('is not repeated below a headline that names it', () => {
    expect(problemLine(failed({ label: 'deploy 1.2.3' }), heading).text).toMatch(/ · task 1$/);
    expect(successLine(owed({ label: ' deploy 1.2.3\n' }), heading).text).toBe('task 1');
    expect(overdueLine(waiting({ label: 'deploy 1.2.3' }), heading).text).toBe('still running · task 1');
  });
  test('is named when it is another', () => {
    expect(successLine(owed({ label: 'relaunch' }), heading).text).toBe('task 1 · relaunch');
  });
});

test('a line is the same in plain text, its URLs above it', () => {
  expect(inPlain(problemLine(failed({ id: '17' }, { urls: URLS.slice(0, 2), took: MINUTE }), LINKED))).toBe(
    [
      '• http://example.com/1',
      '   http://example.com/2',
      '   failed: the CDN gave no reason · after 1 m · task 17 · cdn-tasks retry 17 · https://console.example.com/tasks?id=17',
    ].join('\n'),
  );
  expect(inPlain({ urls: [''], text: 'task 1' })).toBe('• task 1');
});

test('the longest line there can be fits into a block', () => {
  const linkTemplate = `https://console.example.com/${'x'.repeat(350 - 28 - 1 - 100)}/{id}`;
  const longest = failed(
    { id: '1'.repeat(100), label: 'l'.repeat(300), settled: NOW - 30 * DAY },
    {
      reasons: ['InternalError', 'OriginTimeout', 'x'].map((reason) => `${reason}${'y'.repeat(200)}`),
      total: 2_147_483_647,
      failed: 2_147_483_647,
      urls: URLS.map((url) => url.padEnd(1_500, 'z')),
      took: 29 * DAY + 23 * HOUR,
      before: 'was-fine',
    },
  );
  const line = problemLine(longest, { ...OPTIONS, linkTemplate });
  expect(line).toMatchObject({ command: expect.any(String), link: expect.stringMatching(/^.{350}$/) });
  expect(lengthOf(line)).toBeLessThanOrEqual(BLOCK);
});

test('a line of text from outside is clean and fits into a block', () => {
  fc.assert(
    fc.property(hostileOwed, hostileOverdue, (task, slow) => {
      for (const line of [problemLine(task, LINKED), successLine(task, LINKED), overdueLine(slow, LINKED)]) {
        expect(lengthOf(line)).toBeLessThanOrEqual(BLOCK);
        expect([...line.urls, line.text].join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(line.text).toContain('task ');
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 8_000 },
  );
});
