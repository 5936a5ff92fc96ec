import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../lib/ports';
import { digest } from '../../lib/steps/digest';
import { clean } from '../../lib/steps/text';
import { OUTCOMES, type Outcome, type Owed, type Waiting } from '../../lib/task';
import { links, pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { violations } from '../cloud/slack/violations';
import { blocksOf, objectsIn } from '../cloud/slack/walk';
import { HOUR, MINUTE, NOW, owed, waiting } from '../support/tasks';
import { hostileOverdue, hostileOwed } from './hostile';

/** The time limit ends the search for a smaller example, which can take minutes with texts this long. */
const THOROUGH = { numRuns: 300, interruptAfterTimeLimit: 8_000 };

const OPTIONS = { now: NOW, historyDays: 30 };

const ended = (outcome: Outcome, id: string): Owed => owed({ id }, { outcome });
const several = (count: number, outcome: Outcome, from = 1001): Owed[] =>
  Array.from({ length: count }, (_, i) => ended(outcome, String(from + i)));
const late = (id: string): Waiting => waiting({ id, overdue: 'owed', added: NOW - HOUR });

const write = (tasks: readonly Owed[], overdue: readonly Waiting[] = []) => digest(tasks, overdue, OPTIONS);

/** The only message. */
function one(tasks: readonly Owed[], overdue: readonly Waiting[] = []): Message {
  const [message, ...others] = write(tasks, overdue);
  if (!message || others.length > 0) throw new Error(`there are ${others.length + (message ? 1 : 0)} messages`);
  return message;
}

const linesOf = (message: Message) => asPlainText(message.payload).split('\n');
const headline = (message: Message) => linesOf(message)[0];
/** The ids in the order the message names them. */
const named = (message: Message) => [...asPlainText(message.payload).matchAll(/[•·] task (\S+)/g)].map(([, id]) => id);
const charactersIn = (message: Message) =>
  [...objectsIn(blocksOf(message.payload))]
    .flatMap(({ text, url }) => [text, url])
    .reduce((sum: number, text) => sum + (typeof text === 'string' ? text.length : 0), 0);

test('a typical digest reads well', () => {
  const tasks = [
    owed(
      { id: '17000000001', label: 'deploy 1.2.3' },
      { urls: ['http://example.com/app.js'], took: 5 * MINUTE + 12_000 },
    ),
    owed(
      { id: '18000000002', label: 'relaunch' },
      {
        outcome: 'failed',
        reasons: ['OriginTimeout', 'Internal Error'],
        total: 12,
        failed: 3,
        urls: ['http://example.com/page-2.html', 'http://example.com/page-6.html', 'http://example.com/page-10.html'],
        took: 6 * MINUTE,
      },
    ),
    owed({ id: '99999999' }, { outcome: 'missing', total: 0, took: 11 * MINUTE }),
    owed({ id: 'typo' }, { outcome: 'rejected', reasons: ['InvalidTaskId'], total: 0 }),
    owed({ id: '18000000001' }, { urls: ['http://example.com/1.html'], total: 2_000, took: 6 * MINUTE }),
  ];
  const slow = waiting({
    id: '20000000004',
    urls: ['http://example.com/archive/'],
    added: NOW - 31 * MINUTE,
    overdue: 'owed',
  });
  expect(asPlainText(one(tasks, [slow]).payload)).toMatchInlineSnapshot(`
    "CDN: 1 failed, 1 rejected, 1 missing, 1 overdue, 2 complete
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      • http://example.com/page-2.html
        http://example.com/page-6.html
        http://example.com/page-10.html
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 6 m · task 18000000002 · relaunch
      • rejected: the CDN refuses this task id; was it copied correctly? (InvalidTaskId) · task typo
      • missing: the CDN does not know this task id; was it copied correctly, and made with this account? · after 11 m · task 99999999
      • http://example.com/archive/
        still running after 31 m · task 20000000004
    ────────────────────────────────────────────────────────────
    Complete

      • http://example.com/app.js
        after 5 m 12 s · task 17000000001 · deploy 1.2.3
      • http://example.com/1.html
        and 1999 more URLs · after 6 m · task 18000000001

    digest 5b4ff9b4 · 2026-11-23 14:52 UTC"
  `);
});

test('nothing to tell makes no message', () => {
  expect(write([])).toEqual([]);
});

describe('the headline', () => {
  test.each<[string, Owed[], Waiting[], string]>([
    ['counts one outcome', several(3, 'complete'), [], 'CDN: 3 complete'],
    ['counts overdue tasks', [], [late('1'), late('2')], 'CDN: 2 overdue'],
    [
      'counts what went wrong first, and only what there is',
      [...several(38, 'complete'), ended('missing', '1'), ...several(2, 'failed', 2001)],
      [],
      'CDN: 2 failed, 1 missing, 38 complete',
    ],
    [
      'has all counts in one order',
      OUTCOMES.toReversed().map((outcome) => ended(outcome, outcome)),
      [late('1')],
      'CDN: 1 failed, 1 rejected, 1 missing, 1 expired, 1 overdue, 1 complete',
    ],
  ])('%s', (_why, tasks, overdue, text) => {
    expect(headline(one(tasks, overdue))).toBe(text);
    expect(one(tasks, overdue).payload.text).toMatch(new RegExp(`^${text}`));
    expect(one(tasks, overdue).plain.text.split('\n')[0]).toBe(text);
  });
});

describe('a message', () => {
  test('names failures first, then overdue tasks, then what is complete', () => {
    const tasks = [...OUTCOMES].reverse().map((outcome) => ended(outcome, outcome));
    expect(named(one(tasks, [late('overdue')]))).toEqual([
      'failed',
      'rejected',
      'missing',
      'expired',
      'overdue',
      'complete',
    ]);
  });

  test('says for how long an overdue task has been running', () => {
    const message = one([], [late('20000000004')]);
    expect(asPlainText(message.payload)).toContain('still running after 1 h · task 20000000004');
    expect(message).toMatchObject({ owed: [], overdue: [{ id: '20000000004' }] });
  });

  test.each<[number, number, string[]]>([
    [5, 5, []],
    [6, 5, ['  • and 1 more']],
    [42, 5, ['  • and 37 more']],
  ])('of %i complete tasks names %i, and how many more', (count, names, more) => {
    const message = one(several(count, 'complete'));
    expect(named(message)).toHaveLength(names);
    expect(linesOf(message).filter((line) => line.includes('more'))).toEqual(more);
    expect(message.owed).toHaveLength(count);
  });

  test('names every failure, however many complete tasks there are', () => {
    const message = one([...several(100, 'complete'), ...several(7, 'failed', 2001)]);
    expect(named(message).filter((id) => id?.startsWith('2'))).toHaveLength(7);
  });

  test('sets what is complete apart from problems, and only then', () => {
    expect(linesOf(one([ended('failed', '1'), ended('complete', '2')]))).toContain('Complete');
    expect(linesOf(one([ended('complete', '2')]))).not.toContain('Complete');
    expect(linesOf(one([ended('failed', '1')]))).not.toContain('Complete');
  });

  test('tells the first problem in the notification', () => {
    const task = owed({ id: '7' }, { outcome: 'failed', urls: ['http://example.com/a'] });
    expect(one([ended('complete', '1'), task]).payload.text).toBe(
      'CDN: 1 failed, 1 complete. http://example.com/a failed: the CDN gave no reason · task 7',
    );
  });

  test('says the same in plain text, for when Slack does not take the blocks', () => {
    const task = owed({ id: '7' }, { outcome: 'failed', urls: ['http://example.com/?a=1&b=2', ''] });
    const message = one([task, ...several(6, 'complete')]);
    expect(message.plain).toEqual({
      text: [
        'CDN: 1 failed, 6 complete',
        '• http://example.com/?a=1&amp;b=2\n   failed: the CDN gave no reason · task 7',
        ...['1001', '1002', '1003', '1004', '1005'].map((id) => `• task ${id}`),
        '• and 1 more',
        `digest ${message.digest} · 2026-11-23 14:52 UTC`,
      ].join('\n'),
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  test('ends with the digest id and the time', () => {
    const message = one([ended('failed', '1')]);
    expect(linesOf(message).at(-1)).toBe(`digest ${message.digest} · 2026-11-23 14:52 UTC`);
  });

  test('never unfurls links', () => {
    const { payload, plain } = one([ended('failed', '1')]);
    expect([payload, plain]).toMatchObject([
      { unfurl_links: false, unfurl_media: false },
      { unfurl_links: false, unfurl_media: false },
    ]);
  });
});

describe('the digest id', () => {
  const tasks = [ended('failed', '1'), ended('complete', '2'), ended('missing', '3')];
  const id = (some: readonly Owed[], overdue: readonly Waiting[] = [], options = OPTIONS) =>
    digest(some, overdue, options).map((message) => message.digest);

  test('is eight hexadecimal digits', () => {
    expect(id(tasks)).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/)]);
  });

  test('is the same for the same tasks, whatever their order and the time', () => {
    expect(id(tasks.toReversed())).toEqual(id(tasks));
    expect(id(tasks, [], { ...OPTIONS, now: NOW + HOUR })).toEqual(id(tasks));
    expect(id([], [late('5'), late('4')])).toEqual(id([], [late('4'), late('5')]));
  });

  test('is the same for the same tasks when another sweep tells them again', () => {
    expect(id(tasks.map((task) => ({ ...task, epoch: 99 })))).toEqual(id(tasks));
  });

  test('is the same for the same tasks, whatever their order, when they need several messages', () => {
    const failures = several(500, 'failed');
    const mixed = failures.toSorted((a, b) => (Number(a.id) % 7) - (Number(b.id) % 7));
    expect(id(failures).length).toBeGreaterThan(1);
    expect(id(mixed)).toEqual(id(failures));
  });

  test.each<[string, Owed[], Waiting[]]>([
    ['a task more', [...tasks, ended('failed', '4')], []],
    ['a task less', tasks.slice(1), []],
    ['another task', [ended('failed', '9'), ...tasks.slice(1)], []],
    ['the same id settled at another time', [{ ...ended('failed', '1'), settled: NOW + 1 }, ...tasks.slice(1)], []],
    ['an overdue task more', tasks, [late('4')]],
    ['a task that is overdue instead of settled', tasks.slice(1), [late('1')]],
  ])('is another for %s', (_why, some, overdue) => {
    expect(id(some, overdue)).not.toEqual(id(tasks));
  });
});

describe('more problems than one message holds', () => {
  const failures = Array.from({ length: 500 }, (_, i) =>
    owed(
      { id: String(20_001 + i), label: 'relaunch' },
      {
        outcome: 'failed',
        reasons: ['OriginTimeout'],
        total: 12,
        failed: 3,
        urls: [1, 2, 3].map((n) => `http://www.example.com/shop/page-${i}-${n}.html?version=1&draft=0`),
        took: 5 * MINUTE,
      },
    ),
  );
  const complete = several(100, 'complete');
  const overdue = [late('31001'), late('31002')];
  const messages = write([...complete, ...failures], overdue);

  test('make several messages, each of which Slack takes', () => {
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.flatMap(({ payload, plain }) => [...violations(payload), ...violations(plain)])).toEqual([]);
  });

  test('name each part', () => {
    messages.forEach((message, i) => {
      expect(headline(message)).toContain(` (part ${i + 1} of ${messages.length})`);
    });
    expect(headline(one([ended('failed', '1')]))).not.toContain('part');
  });

  test('are each told in exactly one message, which has them in blocks and in plain text', () => {
    const ids = [...failures, ...overdue].map(({ id }) => id);
    expect(messages.flatMap(named).filter((id) => !id?.startsWith('1'))).toEqual(ids);
    for (const message of messages) {
      for (const { id } of message.owed.filter(({ ending }) => ending.outcome === 'failed')) {
        expect(named(message)).toContain(id);
        expect(message.plain.text).toContain(`task ${id}`);
      }
    }
  });

  test('are recorded with the message that tells them, complete ones with the last', () => {
    expect(messages.flatMap((message) => message.owed)).toEqual([...failures, ...complete]);
    expect(messages.flatMap((message) => message.overdue)).toEqual(overdue);
    expect(messages.at(-1)?.owed).toEqual(expect.arrayContaining(complete));
  });

  test('are counted in the headline of their own part', () => {
    const counted = messages.map((message) => Number(/(\d+) failed/.exec(headline(message) ?? '')?.[1] ?? 0));
    expect(counted).toEqual(
      messages.map(({ owed }) => owed.filter(({ ending }) => ending.outcome === 'failed').length),
    );
    expect(messages.filter((message) => headline(message)?.includes('complete'))).toEqual(messages.slice(-1));
  });

  test('have a digest id for each part', () => {
    expect(new Set(messages.map((message) => message.digest)).size).toBe(messages.length);
  });
});

test('a message stays below 10,000 characters in all blocks, when URLs and labels are as long as can be', () => {
  const long = (outcome: Outcome) => (_: unknown, i: number) =>
    owed(
      { id: `${i}`.repeat(200), label: 'l'.repeat(300) },
      {
        outcome,
        reasons: ['a', 'b', 'c'].map((letter) => letter.repeat(200)),
        total: 2_000,
        failed: 1_000,
        urls: ['1', '2', '3'].map((n) => `http://example.com/${n.repeat(1_400)}`),
        took: 29 * 24 * HOUR + 23 * HOUR,
      },
    );
  // Short problems fill what room the long ones leave.
  const fullest = Array.from({ length: 60 }, (_, short) =>
    write([
      ...Array.from({ length: 2 }, long('failed')),
      ...several(short, 'failed'),
      ...Array.from({ length: 6 }, long('complete')),
    ]),
  ).flat();
  expect(Math.max(...fullest.map(charactersIn))).toBeLessThanOrEqual(10_000);
});

test('plain text names every problem, though escaping makes it five times as long', () => {
  const urls = ['a', 'b', 'c'].map((letter) => `http://example.com/${letter}${'&'.repeat(1_000)}`);
  const failures = several(50, 'failed').map((task) => ({ ...task, ending: { ...task.ending, urls } }));
  for (const message of write([...failures, ...several(9, 'complete')])) {
    expect(violations(message.plain)).toEqual([]);
    for (const { id } of message.owed.filter(({ ending }) => ending.outcome === 'failed')) {
      expect(message.plain.text).toContain(`task ${id}`);
    }
  }
});

test('plain text is cut to what Slack takes, complete tasks first', () => {
  const urls = ['a', 'b', 'c'].map((letter) => `http://example.com/${letter}${'&'.repeat(1_000)}`);
  const full = (outcome: Outcome, count: number) =>
    several(count, outcome).map((task) => ({ ...task, ending: { ...task.ending, urls } }));
  const [first] = write([...full('failed', 3), ...full('complete', 5)]);
  expect(first?.plain.text.length).toBeGreaterThan(30_000);
  expect(violations(first?.plain)).toEqual([]);
});

describe('whatever ids, URLs, labels and reasons hold', () => {
  const tasks = fc.array(hostileOwed, { maxLength: 12 });
  const slow = fc.array(hostileOverdue, { maxLength: 4 });

  test('Slack takes every message, nobody is pinged, and every link leads where it says', () => {
    fc.assert(
      fc.property(tasks, slow, (some, overdue) => {
        const urls = new Set(
          [...some.flatMap(({ ending }) => ending.urls), ...overdue.flatMap((t) => t.urls)].map(clean),
        );
        for (const { payload, plain } of write(some, overdue)) {
          expect([...violations(payload), ...violations(plain)]).toEqual([]);
          expect([...pings(payload), ...pings(plain)]).toEqual([]);
          expect(links(plain)).toEqual([]);
          for (const { url, text } of links(payload)) {
            expect(text).toBe(url);
            expect(urls).toContain(url);
          }
        }
      }),
      THOROUGH,
    );
  });

  test('every text is well-formed and shows nothing that hides or turns', () => {
    fc.assert(
      fc.property(tasks, slow, (some, overdue) => {
        for (const { payload, plain } of write(some, overdue)) {
          const texts = [...objectsIn([payload, plain])].flatMap(({ text, url }) => [text, url]);
          for (const text of texts) {
            if (typeof text === 'string') expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
          }
        }
      }),
      THOROUGH,
    );
  });

  test('every task is told in exactly one message', () => {
    fc.assert(
      fc.property(tasks, slow, (some, overdue) => {
        const messages = write(some, overdue);
        const places = messages.flatMap((message) => message.owed).map((task) => some.indexOf(task));
        expect(places.toSorted((a, b) => a - b)).toEqual([...some.keys()]);
        const slowPlaces = messages.flatMap((message) => message.overdue).map((task) => overdue.indexOf(task));
        expect(slowPlaces.toSorted((a, b) => a - b)).toEqual([...overdue.keys()]);
      }),
      THOROUGH,
    );
  });
});
