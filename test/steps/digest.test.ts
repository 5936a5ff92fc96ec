import { describe, expect, test } from 'vitest';
import type { Message } from '../../lib/ports';
import { digest } from '../../lib/steps/digest';
import { groupsOf } from '../../lib/steps/group';
import type { Mention } from '../../lib/steps/mention';
import type { MessageOptions } from '../../lib/steps/message';
import { tallyOf } from '../../lib/steps/tally';
import type { Tally } from '../../lib/task';
import { type Audience, OUTCOMES, type Outcome, type Owed, type Waiting } from '../../lib/task';
import { links, pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { violations } from '../cloud/slack/violations';
import { blocksOf, objectsIn } from '../cloud/slack/walk';
import { running as counted, DAY, HOUR, MINUTE, NOW, owed, waiting } from '../support/tasks';

const OPTIONS = { now: NOW, historyDays: 30 };

const ended = (outcome: Outcome, id: string): Owed => owed({ id }, { outcome });
const several = (count: number, outcome: Outcome, from = 1001): Owed[] =>
  Array.from({ length: count }, (_, i) => ended(outcome, String(from + i)));
const late = (id: string): Waiting => waiting({ id, overdue: 'owed', added: NOW - HOUR });

/** For the channel; the submissions of the tasks are summed up, as with ANNOUNCE=submission. */
const write = (
  tasks: readonly Owed[],
  overdue: readonly Waiting[] = [],
  options: Partial<MessageOptions> = {},
  running: readonly Waiting[] = [],
) =>
  digest(
    { to: 'channel', owed: tasks, overdue, groups: groupsOf(tasks, counted(running), new Map()) },
    { ...OPTIONS, ...options },
  );

/** The only message. */
function one(...news: Parameters<typeof write>): Message {
  const [message, ...others] = write(...news);
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
      • missing: the CDN does not know this task id; was it copied correctly, and made with this account? · task 99999999
      • http://example.com/archive/
        still running after 31 m · task 20000000004
    ────────────────────────────────────────────────────────────
    Complete

      • http://example.com/app.js
        after 5 m 12 s · task 17000000001 · deploy 1.2.3
      • http://example.com/1.html
        and 1,999 more URLs · after 6 m · task 18000000001

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

  test('names overdue tasks in the order of their ids, whoever read the list', () => {
    expect(named(one([], [late('5'), late('4'), late('6')]))).toEqual(['4', '5', '6']);
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

  test('says that what it lists is complete, when its headline tells of failures that were told before', () => {
    const task = owed({ id: '2', submission: 's' });
    const before = tallyOf([{ ...ended('failed', '1'), submission: 's' }]);
    const titled = (told: Tally) => {
      const groups = groupsOf([task], counted([]), new Map([['s', told]]));
      return digest({ to: 'channel', owed: [task], overdue: [], groups }, OPTIONS)
        .flatMap(linesOf)
        .includes('Complete');
    };
    expect(titled(before)).toBe(true);
    expect(titled(tallyOf([task]))).toBe(false);
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
    write(some, overdue, options).map((message) => message.digest);

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

  test('make five messages, each of which Slack takes', () => {
    expect(messages).toHaveLength(5);
    expect(messages.flatMap(({ payload, plain }) => [...violations(payload), ...violations(plain)])).toEqual([]);
  });

  test('name each part', () => {
    messages.forEach((message, i) => {
      expect(headline(message)).toContain(` (part ${i + 1} of ${messages.length})`);
    });
    expect(headline(one([ended('failed', '1')]))).not.toContain('part');
  });

  test('are named in one message, in blocks and in plain text, the first ones first', () => {
    const ids = [...failures, ...overdue].map(({ id }) => id);
    const shown = messages.flatMap(named).filter((id) => !id?.startsWith('1'));
    expect(shown.length).toBeGreaterThan(50);
    expect(shown).toEqual(ids.slice(0, shown.length));
    for (const message of messages) {
      for (const id of named(message)) expect(message.plain.text).toContain(`task ${id}`);
    }
  });

  test('are a number where there is no room, with a command that shows them', () => {
    const shown = messages.flatMap(named).filter((id) => !id?.startsWith('1'));
    const rest = `and ${failures.length + overdue.length - shown.length} more that need a look`;
    const last = messages.at(-1);
    expect(last && linesOf(last)).toContain(`  • ${rest} · cdn-tasks list --state done`);
    expect(last?.plain.text).toContain(`• ${rest} · cdn-tasks list --state done`);
    expect(
      messages
        .slice(0, -1)
        .map(({ plain }) => plain.text)
        .join(),
    ).not.toContain('need a look');
  });

  test('are recorded with the message that tells them, those without room and complete ones with the last', () => {
    expect(messages.flatMap((message) => message.owed)).toEqual([...failures, ...complete]);
    expect(messages.flatMap((message) => message.overdue)).toEqual(overdue);
    expect(messages.at(-1)?.owed).toEqual(expect.arrayContaining(complete));
  });

  test('are counted in the headline of their own part', () => {
    const counted = messages.map((message) => Number(/(\d+) failed/.exec(headline(message) ?? '')?.[1]));
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
    for (const id of named(message)) {
      expect(message.plain.text).toContain(`task ${id}`);
    }
  }
});

test('plain text stays below what Slack takes, when every character in it is five', () => {
  const amps = (length: number) => '&'.repeat(length);
  const urls = ['a', 'b', 'c'].map((letter) => `http://example.com/${letter}${amps(1_000)}`);
  const full = (outcome: Outcome, count: number) =>
    several(count, outcome).map((task, i) => ({
      ...task,
      id: `${i}${amps(200)}`,
      label: amps(300),
      submission: `${outcome} ${i % 12}`,
      ending: { ...task.ending, urls, reasons: [amps(200), amps(200)] },
    }));
  const [first] = write([...full('failed', 2), ...full('complete', 24)]);
  expect(first?.plain.text.length).toBeGreaterThan(30_000);
  expect(violations(first?.plain)).toEqual([]);
});

describe('a message about one submission', () => {
  const member = (outcome: Outcome, id: string, fields: Partial<Owed> = {}): Owed => ({
    ...owed(
      { id, submission: 's', label: 'deploy 1.2.3', kind: 'file', added: NOW - 5 * MINUTE },
      { outcome, failed: 1 },
    ),
    ...fields,
  });
  const open = waiting({ id: '9', submission: 's', added: NOW - 7 * MINUTE });

  test.each<[string, Owed[], Waiting[], Waiting[], string]>([
    ['is headed by a sentence', [member('complete', '1')], [], [], 'deploy 1.2.3: 1 of 1 URL purged in 5 m'],
    [
      'is headed by what failed',
      [member('complete', '1'), member('failed', '2')],
      [],
      [],
      'deploy 1.2.3: 1 failed, 1 of 2 URLs purged, in 5 m',
    ],
    ['says what runs', [member('failed', '1')], [], [open], 'deploy 1.2.3: 1 failed, 1 task still running after 7 m'],
    [
      'is headed by counts when another task is in it',
      [member('complete', '1'), owed({ id: '2' })],
      [],
      [],
      'CDN: 2 complete',
    ],
    ['… or an overdue one', [member('complete', '1')], [late('2')], [], 'CDN: 1 overdue, 1 complete'],
    [
      '… or one of another submission',
      [member('complete', '1'), member('failed', '2', { submission: 't', label: 'relaunch' })],
      [],
      [],
      'CDN: 1 failed, 1 complete',
    ],
    [
      'says when all of it is late',
      [member('complete', '1', { settled: NOW - DAY - 1 })],
      [],
      [],
      'Late: deploy 1.2.3: 1 of 1 URL purged in 0 s',
    ],
    [
      'cuts a long label, never the numbers',
      [
        member('failed', '1', { label: 'l'.repeat(80) }),
        ...OUTCOMES.map((o) => member(o, o, { ending: ended(o, '').ending })),
      ],
      [],
      [],
      `${'l'.repeat(77)}…: 2 failed, 1 rejected, 1 missing, 1 expired, 1 of 6 URLs purged, in 5 m`,
    ],
  ])('%s', (_why, tasks, overdue, running, text) => {
    const message = one(tasks, overdue, {}, running);
    expect(headline(message)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(150);
  });

  test('names its label once, though the headline of every other message leaves it to the lines', () => {
    const tasks = [member('complete', '1'), member('failed', '2')];
    expect(asPlainText(one(tasks).payload).split('deploy 1.2.3')).toHaveLength(2);
    expect(asPlainText(one([...tasks, owed({ id: '3' })]).payload).split('deploy 1.2.3').length).toBeGreaterThan(2);
  });

  test('names it in each of its parts', () => {
    const tasks = several(200, 'failed').map((task) => member('failed', task.id));
    const messages = write(tasks);
    expect(messages.length).toBeGreaterThan(1);
    const last = messages.length;
    expect(messages.map(headline)).toEqual([
      ...messages
        .slice(0, -1)
        .map(({ owed: told }, i) => `deploy 1.2.3: ${told.length} failed tasks (part ${i + 1} of ${last})`),
      `deploy 1.2.3: 200 of 200 URLs failed in 5 m (part ${last} of ${last})`,
    ]);
  });
});

test('repeats a part with the same tasks, whatever has ended since', () => {
  const failed = several(300, 'failed', 2001);
  const before = write(failed);
  expect(before.length).toBeGreaterThan(2);
  const since = several(10, 'failed', 1001).map((task) => ({ ...task, settled: NOW + MINUTE }));
  const [repeated] = write([...since, ...failed]);
  expect(repeated?.digest).toBe(before[0]?.digest);
});

test('a long label gives way to the numbers also in the last part of what is told late', () => {
  const old = { submission: 's', label: 'l'.repeat(80), added: NOW - 2 * DAY, settled: NOW - DAY - 1 };
  const tasks = [
    ...several(200, 'failed'),
    ...OUTCOMES.filter((outcome) => outcome !== 'failed').map((outcome) => ended(outcome, outcome)),
  ];
  const last = write(tasks.map((task) => ({ ...task, ...old })))
    .map(headline)
    .at(-1);
  expect(last).toMatch(
    /^Late: l+…: 200 failed, 1 rejected, 1 missing, 1 expired, 1 of 204 URLs done, in 1 d \(part 4 of 4\)$/,
  );
  expect(last).toHaveLength(150);
});

describe('a message about several submissions', () => {
  /** Two tasks of one. */
  const of = (n: number, outcome: Outcome = 'complete'): Owed[] =>
    [`${n}a`, `${n}b`].map((id) =>
      owed({ id, submission: `s${n}`, label: `deploy ${100 + n}`, kind: 'file' }, { outcome, failed: 1 }),
    );
  const submissions = (count: number) => Array.from({ length: count }, (_, i) => of(i)).flat();
  const sentences = (message: Message) => linesOf(message).filter((line) => /^ {2}• deploy \d+: /.test(line));

  test('has a sentence for each, before the tasks', () => {
    const message = one([...of(1), ...of(2)]);
    expect(linesOf(message)).toEqual([
      'CDN: 4 complete',
      '━━━━━━━━━━━━━━━',
      '  • deploy 101: 2 of 2 URLs purged',
      '  • deploy 102: 2 of 2 URLs purged',
      '',
      'Complete',
      '',
      '  • task 1a · deploy 101',
      '  • task 1b · deploy 101',
      '  • task 2a · deploy 102',
      '  • task 2b · deploy 102',
      '',
      `digest ${message.digest} · 2026-11-23 14:52 UTC`,
    ]);
  });

  test('sets them apart from problems, by a title that fits also those that failed', () => {
    const lines = linesOf(one([...of(1, 'failed'), ...of(2, 'failed')]));
    expect(lines).toContain('Submissions');
    expect(lines).not.toContain('Complete');
    expect(lines).toContain('  • deploy 101: 2 of 2 URLs failed');
  });

  test('sets what is complete apart also when there are as many problems as sentences', () => {
    const mixed = [1, 2].flatMap((n) => [...of(n, 'failed').slice(0, 1), ...of(n).slice(1)]);
    const lines = linesOf(one(mixed));
    expect(lines.filter((line) => line.includes(' of 2 URLs'))).toHaveLength(2);
    expect(lines).toContain('Complete');
  });

  test.each<[number, number, string[]]>([
    [10, 10, []],
    [11, 10, ['  • and 1 more submission']],
    [1_240, 10, ['  • and 1,230 more submissions']],
  ])('of %i names %i, and how many more', (count, names, more) => {
    const message = one(submissions(count));
    expect(sentences(message)).toHaveLength(names);
    expect(linesOf(message).filter((line) => line.includes('more submission'))).toEqual(more);
    expect(violations(message.payload)).toEqual([]);
  });

  test('says nothing of one that runs and of which nothing is complete: its failures say it', () => {
    const running = [waiting({ id: '9', submission: 's1' })];
    const second = '  • deploy 102: 2 of 2 URLs purged';
    expect(sentences(one([...of(1, 'failed'), ...of(2)], [], {}, running))).toEqual([second]);
    expect(sentences(one([...of(1), ...of(2)], [], {}, running))).toEqual([
      '  • deploy 101: 2 of 2 URLs purged, 1 task still running',
      second,
    ]);
    const mixed = [...of(1, 'failed').slice(0, 1), ...of(1).slice(1)];
    expect(sentences(one([...mixed, ...of(2)], [], {}, running))).toEqual([
      '  • deploy 101: 1 failed, 1 of 2 URLs purged, 1 task still running',
      second,
    ]);
  });

  test('says nothing of one that has a single task: its line says it', () => {
    expect(sentences(one([...of(1).slice(1), ...of(2)]))).toEqual(['  • deploy 102: 2 of 2 URLs purged']);
    const [task] = of(1);
    const told = new Map([['s1', tallyOf(of(1, 'failed'))]]);
    const owing = [task as Owed, ...of(2)];
    const [message] = digest(
      { to: 'channel', owed: owing, overdue: [], groups: groupsOf(owing, counted([]), told) },
      OPTIONS,
    );
    // … unless more of it was told before.
    expect(message && sentences(message)[0]).toBe('  • deploy 101: 2 failed, 1 of 3 URLs purged');
  });

  test('has no sentences when nothing is summed up', () => {
    const news = { to: 'channel', owed: submissions(2), overdue: [], groups: [] } as const;
    const [message] = digest(news, OPTIONS);
    expect(message && sentences(message)).toEqual([]);
  });
});

describe('complete tasks', () => {
  test('are named first when there is something to say of their past', () => {
    const tasks = several(9, 'complete');
    tasks[8] = owed({ id: '1009' }, { before: 'failed-before' });
    const message = one(tasks);
    expect(named(message)).toEqual(['1009', '1001', '1002', '1003', '1004']);
    expect(linesOf(message)).toContain('  • failed before, now fine · task 1009');
    expect(linesOf(message)).toContain('  • and 4 more');
  });
});

describe('a ping', () => {
  const mention: Mention = { kind: 'user', id: 'U0123ABCD' };
  test.each<[string, Owed[], Waiting[], number]>([
    ['comes with a failure', [ended('failed', '1')], [], 1],
    ['comes once, however many there are', several(50, 'failed'), [], 1],
    ['comes with what is missing, expired or rejected', [ended('missing', '1')], [], 1],
    ['does not come with what is complete', [ended('complete', '1')], [], 0],
    ['does not come with what is overdue: watching goes on', [ended('complete', '1')], [late('2')], 0],
  ])('%s', (_why, tasks, overdue, count) => {
    const message = one(tasks, overdue, { mention });
    const marks = Array.from({ length: count }, () => '<@U0123ABCD>');
    expect(pings({ text: message.payload.text })).toEqual(marks);
    expect(pings({ blocks: message.payload.blocks })).toEqual(marks);
    expect(pings(one(tasks, overdue).payload)).toEqual([]);
  });

  test('comes below the headline, and before what a notification shows', () => {
    const message = one([ended('failed', '1')], [], { mention });
    expect(linesOf(message)[2]).toBe('@U0123ABCD');
    expect(message.payload.text).toMatch(/^<@U0123ABCD> CDN: 1 failed/);
  });

  test('comes with the first part only', () => {
    const messages = write(several(500, 'failed'), [], { mention });
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.map(({ payload }) => pings(payload).length > 0)).toEqual(messages.map((_, i) => i === 0));
  });

  test('comes in the channel for failures too', () => {
    const [message] = digest(
      { to: 'failures', owed: [ended('failed', '1')], overdue: [], groups: [] },
      { ...OPTIONS, mention },
    );
    expect(message?.to).toBe('failures');
    expect(pings(message?.payload)).toEqual(['<@U0123ABCD>', '<@U0123ABCD>']);
  });
});

describe('a link to the console', () => {
  const PAGE = 'https://cdn.console.example.com/refresh';
  const tasks = [ended('failed', '17'), ended('complete', '18')];

  test('is at the end when the setting is one page', () => {
    const message = one(tasks, [], { linkTemplate: PAGE });
    expect(links(message.payload)).toEqual([{ url: PAGE, text: 'Refresh and prefetch tasks in the CDN console' }]);
    expect(linesOf(message).at(-3)).toBe(`Refresh and prefetch tasks in the CDN console (${PAGE})`);
    expect(message.plain.text.split('\n').at(-2)).toBe(PAGE);
  });

  test('is at each problem when the setting has a place for the id', () => {
    const message = one(tasks, [late('19')], { linkTemplate: `${PAGE}?id={id}` });
    expect(links(message.payload)).toEqual([
      { url: `${PAGE}?id=17`, text: 'console' },
      { url: `${PAGE}?id=19`, text: 'console' },
    ]);
    expect(message.plain.text).toContain(`${PAGE}?id=17`);
  });

  test('is nowhere without the setting', () => {
    expect(links(one(tasks).payload)).toEqual([]);
  });
});

test('overdue tasks there is no room for are a number, with a command that shows them', () => {
  const urls = ['1', '2', '3'].map((n) => `http://example.com/${n.repeat(480)}`);
  const slow = Array.from({ length: 100 }, (_, i) => ({ ...late(String(101 + i)), urls }));
  const last = write([], slow).at(-1);
  expect(last && linesOf(last).find((line) => line.includes('more that need a look'))).toMatch(/list --state pending$/);
});

describe('the headline of what is told late', () => {
  const old = (id: string) => owed({ id, settled: NOW - DAY - 1 }, { outcome: 'failed' });
  test.each<[string, Owed[], Waiting[], string]>([
    ['says so when all of it is', [old('1'), old('2')], [], 'Late: CDN: 2 failed'],
    ['does not when some of it is new: the lines do', [old('1'), ended('failed', '2')], [], 'CDN: 2 failed'],
    ['… nor of what still runs', [], [late('1')], 'CDN: 1 overdue'],
  ])('%s', (_why, some, overdue, text) => {
    expect(headline(one(some, overdue))).toBe(text);
  });
});

test('the footer says where the poller runs', () => {
  const message = one([ended('failed', '1')], [], { place: 'cn-hangzhou · cdn_tasks' });
  expect(linesOf(message).at(-1)).toBe(`digest ${message.digest} · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC`);
});

test.each<[string, string[], string]>([
  ['names the label all of them have', ['deploy 1', ' deploy 1\n'], 'deploy 1: 2 failed tasks'],
  ['names one failure in the singular', ['deploy 1'], 'deploy 1: 1 failed task'],
  ['names no label when there are several', ['deploy 1', 'deploy 2'], 'CDN: 2 failed'],
  ['names no label when there is none', ['', ''], 'CDN: 2 failed'],
])('the headline for those who hear of failures only %s', (_why, labels, text) => {
  const failures = labels.map((label, i) => owed({ id: String(i), label }, { outcome: 'failed' }));
  const [message] = digest({ to: 'failures', owed: failures, overdue: [], groups: [] }, OPTIONS);
  expect(message && headline(message)).toBe(text);
});

test('two audiences are told of the same tasks by messages of their own', () => {
  const failures = [ended('failed', '1')];
  const to = (audience: Audience) => digest({ to: audience, owed: failures, overdue: [], groups: [] }, OPTIONS);
  expect(to('channel')).toMatchObject([{ to: 'channel', owed: failures }]);
  expect(to('failures')).toMatchObject([{ to: 'failures', owed: failures }]);
});
