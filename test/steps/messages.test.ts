/** Every kind of message as a person reads it in the channel. */
import { describe, expect, test } from 'vitest';
import { digest } from '../../lib/steps/digest';
import { groupsOf } from '../../lib/steps/group';
import type { MessageOptions } from '../../lib/steps/message';
import { adviceOn, type Fault, operatorMessages } from '../../lib/steps/operator';
import { tallyOf } from '../../lib/steps/tally';
import type { Audience, Ending, Owed, Tally, Waiting } from '../../lib/task';
import { asPlainText } from '../cloud/slack/render';
import { running as counted, DAY, MINUTE, NOW, owed, waiting } from '../support/tasks';

const PLACE = 'cn-hangzhou · cdn_tasks';
const OPTIONS: MessageOptions = {
  now: NOW,
  historyDays: 30,
  place: PLACE,
  linkTemplate: 'https://cdn.console.aliyun.com/refresh/cache',
};
const url = (path: string) => `https://www.example.com/${path}`;
const TOOK = 5 * MINUTE + 12_000;

/** A purge of files that ended just now. */
const task = (id: string, ending: Partial<Ending>, fields: Partial<Omit<Owed, 'ending'>> = {}): Owed =>
  owed({ id, kind: 'file', added: NOW - TOOK, ...fields }, { took: TOOK, ...ending });
const deploy = { submission: 's1', label: 'deploy 1.2.3' };

interface Scene {
  readonly owed?: readonly Owed[];
  readonly overdue?: readonly Waiting[];
  readonly running?: readonly Waiting[];
  readonly before?: Tally;
  readonly to?: Audience;
  readonly options?: Partial<MessageOptions>;
}

function read({ owed: tasks = [], overdue = [], running = [], before, to = 'channel', options = {} }: Scene): string {
  const groups = to === 'channel' ? groupsOf(tasks, counted(running), new Map(before && [['s1', before]])) : [];
  return digest({ to, owed: tasks, overdue, groups }, { ...OPTIONS, ...options })
    .map(({ payload }) => asPlainText(payload))
    .join('\n\n=====\n\n');
}

const JS = task('17000000001', { urls: ['app.js', 'app.css'].map(url), total: 11 }, deploy);
const PAGES = task('17000000002', { urls: [url('index.html')] }, deploy);
const FAILED = task(
  '17000000003',
  {
    outcome: 'failed',
    reasons: ['OriginTimeout', 'Internal Error'],
    total: 12,
    failed: 3,
    urls: ['shop/2.html', 'shop/6.html', 'shop/10.html'].map(url),
  },
  deploy,
);
const RUNS = waiting({ id: '17000000009', ...deploy, kind: 'file', added: NOW - TOOK });

describe('a submission', () => {
  test('that went well', () => {
    expect(read({ owed: [JS, PAGES] })).toMatchInlineSnapshot(`
      "deploy 1.2.3: 12 of 12 URLs purged in 5 m 12 s
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        • https://www.example.com/app.js
          and 10 more URLs · after 5 m 12 s · task 17000000001
        • https://www.example.com/index.html
          after 5 m 12 s · task 17000000002

      Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

      digest 337135b1 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('of films, prefetched', () => {
    const films = { submission: 's1', label: 'new films', kind: 'preload' };
    expect(read({ owed: [task('17000000021', { urls: [url('film.mp4')] }, films)] })).toMatchInlineSnapshot(`
      "new films: 1 of 1 URL prefetched in 5 m 12 s
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        • https://www.example.com/film.mp4
          after 5 m 12 s · task 17000000021

      Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

      digest 920cd352 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('of which something failed while the rest of it runs', () => {
    expect(read({ owed: [FAILED], running: [RUNS, { ...RUNS, id: '17000000010' }] })).toMatchInlineSnapshot(`
      "deploy 1.2.3: 3 failed, 9 of 12 URLs purged, 2 tasks still running after 5 m 12 s
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        • https://www.example.com/shop/2.html
          https://www.example.com/shop/6.html
          https://www.example.com/shop/10.html
          failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000003 · cdn-tasks retry 17000000003

      Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

      digest 0f5c0aea · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('that ended after something of it had failed', () => {
    expect(read({ owed: [JS, PAGES], before: tallyOf([FAILED]) })).toMatchInlineSnapshot(`
      "deploy 1.2.3: 3 failed, 21 of 24 URLs purged, in 5 m 12 s
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Complete

        • https://www.example.com/app.js
          and 10 more URLs · after 5 m 12 s · task 17000000001
        • https://www.example.com/index.html
          after 5 m 12 s · task 17000000002

      Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

      digest 337135b1 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('of which something failed at the very end', () => {
    expect(read({ owed: [JS, PAGES, FAILED] })).toMatchInlineSnapshot(`
      "deploy 1.2.3: 3 failed, 21 of 24 URLs purged, in 5 m 12 s
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        • https://www.example.com/shop/2.html
          https://www.example.com/shop/6.html
          https://www.example.com/shop/10.html
          failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000003 · cdn-tasks retry 17000000003
      ────────────────────────────────────────────────────────────
      Complete

        • https://www.example.com/app.js
          and 10 more URLs · after 5 m 12 s · task 17000000001
        • https://www.example.com/index.html
          after 5 m 12 s · task 17000000002

      Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

      digest 4d57c836 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('of which everything failed, with a page for each task', () => {
    const linkTemplate = 'https://console.example.com/tasks?id={id}';
    const ending = { ...FAILED.ending, total: 3, reasons: [] };
    expect(read({ owed: [{ ...FAILED, ending }], options: { linkTemplate } })).toMatchInlineSnapshot(`
      "deploy 1.2.3: 3 of 3 URLs failed in 5 m 12 s
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        • https://www.example.com/shop/2.html
          https://www.example.com/shop/6.html
          https://www.example.com/shop/10.html
          failed: the CDN gave no reason · 3 of 3 URLs · after 5 m 12 s · task 17000000003 · cdn-tasks retry 17000000003 · console (https://console.example.com/tasks?id=17000000003)

      digest 0f5c0aea · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });
});

test('several submissions and tasks that came from elsewhere', () => {
  const relaunch = { submission: 's2', label: 'relaunch' };
  const tasks = [
    JS,
    PAGES,
    { ...FAILED, ...relaunch },
    ...Array.from({ length: 6 }, (_, i) => task(`1700000003${i}`, { urls: [url(`page-${i}.html`)] }, relaunch)),
    task('17000000041', { urls: [url('img/')], total: 1 }, { kind: 'directory' }),
  ];
  expect(read({ owed: tasks })).toMatchInlineSnapshot(`
    "CDN: 1 failed, 9 complete
    ━━━━━━━━━━━━━━━━━━━━━━━━━
      • https://www.example.com/shop/2.html
        https://www.example.com/shop/6.html
        https://www.example.com/shop/10.html
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000003 · relaunch · cdn-tasks retry 17000000003
    ────────────────────────────────────────────────────────────
    Submissions

      • relaunch: 3 failed, 15 of 18 URLs purged, in 5 m 12 s
      • deploy 1.2.3: 12 of 12 URLs purged in 5 m 12 s

    Complete

      • https://www.example.com/app.js
        and 10 more URLs · after 5 m 12 s · task 17000000001 · deploy 1.2.3
      • https://www.example.com/index.html
        after 5 m 12 s · task 17000000002 · deploy 1.2.3
      • https://www.example.com/page-0.html
        after 5 m 12 s · task 17000000030 · relaunch
      • https://www.example.com/page-1.html
        after 5 m 12 s · task 17000000031 · relaunch
      • https://www.example.com/page-2.html
        after 5 m 12 s · task 17000000032 · relaunch
      • and 4 more

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest bbaf32ec · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('a task that takes too long', () => {
  const slow = waiting({ id: '17000000051', urls: [url('archive/')], added: NOW - 31 * MINUTE, label: 'clean up' });
  expect(read({ overdue: [slow] })).toMatchInlineSnapshot(`
    "CDN: 1 overdue
    ━━━━━━━━━━━━━━
      • https://www.example.com/archive/
        still running after 31 m · task 17000000051 · clean up

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest b2419c8e · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('tasks the CDN knows nothing of, or no more', () => {
  const tasks = [
    task('99999999', { outcome: 'missing', total: 0, took: 11 * MINUTE }),
    task('17000000061', { outcome: 'expired', total: 2, urls: ['a.js', 'b.js'].map(url), took: 30 * DAY + MINUTE }),
    task('1700000006l', { outcome: 'rejected', reasons: ['InvalidTaskId.NotFound'], total: 0 }),
  ];
  expect(read({ owed: tasks })).toMatchInlineSnapshot(`
    "CDN: 1 rejected, 1 missing, 1 expired
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      • rejected: the CDN refuses this task id; was it copied correctly? (InvalidTaskId.NotFound) · task 1700000006l
      • missing: the CDN does not know this task id; was it copied correctly, and made with this account? · task 99999999
      • https://www.example.com/a.js
        https://www.example.com/b.js
        expired: no end was seen within the 30 days the CDN remembers a task · 2 URLs · after 30 d 1 m · task 17000000061

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest c72ab41d · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('what Slack could not be told for a week', () => {
  const aged = (each: Owed): Owed => ({ ...each, settled: NOW - 7 * DAY, added: NOW - 7 * DAY - TOOK });
  expect(read({ owed: [JS, FAILED].map(aged) })).toMatchInlineSnapshot(`
    "Late: deploy 1.2.3: 3 failed, 20 of 23 URLs purged, in 5 m 12 s
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      • https://www.example.com/shop/2.html
        https://www.example.com/shop/6.html
        https://www.example.com/shop/10.html
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · late: it ended at 2026-11-16 14:52 UTC · task 17000000003 · cdn-tasks retry 17000000003
    ────────────────────────────────────────────────────────────
    Complete

      • https://www.example.com/app.js
        and 10 more URLs · after 5 m 12 s · late: it ended at 2026-11-16 14:52 UTC · task 17000000001

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest 9164cdb3 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('URLs with a past', () => {
  const { submission: _submission, label: _label, ...loose } = FAILED;
  const tasks: Owed[] = [
    { ...loose, ending: { ...FAILED.ending, before: 'fails-again' } },
    task('17000000071', {
      outcome: 'failed',
      failed: 1,
      urls: [url('b.js')],
      reasons: ['timeout'],
      before: 'was-fine',
    }),
    task('17000000072', { urls: [url('c.js')] }),
    task('17000000073', { urls: [url('d.js')], before: 'failed-before' }),
  ];
  expect(read({ owed: tasks })).toMatchInlineSnapshot(`
    "CDN: 2 failed, 2 complete
    ━━━━━━━━━━━━━━━━━━━━━━━━━
      • https://www.example.com/shop/2.html
        https://www.example.com/shop/6.html
        https://www.example.com/shop/10.html
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · failed before too · after 5 m 12 s · task 17000000003 · cdn-tasks retry 17000000003
      • https://www.example.com/b.js
        failed: the CDN gave it up (timeout) · was fine the last time · after 5 m 12 s · task 17000000071 · cdn-tasks retry 17000000071
    ────────────────────────────────────────────────────────────
    Complete

      • https://www.example.com/d.js
        failed before, now fine · after 5 m 12 s · task 17000000073
      • https://www.example.com/c.js
        after 5 m 12 s · task 17000000072

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest 6bd816c9 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('the channel for failures, with somebody to be pinged', () => {
  const options = { mention: { kind: 'user', id: 'U0123ABCD' } } as const;
  expect(read({ owed: [FAILED], to: 'failures', options })).toMatchInlineSnapshot(`
    "deploy 1.2.3: 1 failed task
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━
    @U0123ABCD

      • https://www.example.com/shop/2.html
        https://www.example.com/shop/6.html
        https://www.example.com/shop/10.html
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000003 · cdn-tasks retry 17000000003

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest 0f5c0aea · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('more problems than one message holds', () => {
  const long = (i: number) => url(`a/rather/long/path/of/the/shop/${'x'.repeat(450)}/${i}.html`);
  const tasks = Array.from({ length: 5 }, (_, i) => ({
    ...FAILED,
    id: `1700000008${i}`,
    ending: { ...FAILED.ending, urls: [1, 2, 3].map((n) => long(10 * i + n)) },
  }));
  expect(read({ owed: [...tasks, JS] }).replaceAll(/x{20,}/g, 'x…x')).toMatchInlineSnapshot(`
    "deploy 1.2.3: 2 failed tasks (part 1 of 3)
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      • https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000080 · cdn-tasks retry 17000000080

      • https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000081 · cdn-tasks retry 17000000081

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest 2fe0c273 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC

    =====

    deploy 1.2.3: 2 failed tasks (part 2 of 3)
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      • https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000082 · cdn-tasks retry 17000000082

      • https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000083 · cdn-tasks retry 17000000083

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest 3b11b1cf · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC

    =====

    deploy 1.2.3: 15 failed, 56 of 71 URLs purged, in 5 m 12 s (part 3 of 3)
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      • https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        https://www.example.com/a/rather/long/path/of/the/shop/x…x…
        failed: the origin did not answer in time (OriginTimeout); the CDN had an internal error (Internal Error) · 3 of 12 URLs · after 5 m 12 s · task 17000000084 · cdn-tasks retry 17000000084
    ────────────────────────────────────────────────────────────
    Complete

      • https://www.example.com/app.js
        and 10 more URLs · after 5 m 12 s · task 17000000001

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest 8151660e · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

test('more problems than five messages hold: the last one', () => {
  const tasks = Array.from({ length: 1_500 }, (_, i) =>
    task(String(17_000_010_000 + i), { outcome: 'failed', failed: 1, urls: [], reasons: ['OriginTimeout'] }),
  );
  const lines = read({ owed: [...tasks, { ...JS, submission: 's2' }] }).split('\n');
  expect(lines.slice(-12).join('\n')).toMatchInlineSnapshot(`
    "  • failed: the origin did not answer in time (OriginTimeout) · after 5 m 12 s · task 17000010198 · cdn-tasks retry 17000010198
      • failed: the origin did not answer in time (OriginTimeout) · after 5 m 12 s · task 17000010199 · cdn-tasks retry 17000010199
      • and 1,300 more that need a look · cdn-tasks list --state done
    ────────────────────────────────────────────────────────────
    Complete

      • https://www.example.com/app.js
        and 10 more URLs · after 5 m 12 s · task 17000000001 · deploy 1.2.3

    Refresh and prefetch tasks in the CDN console (https://cdn.console.aliyun.com/refresh/cache)

    digest bafcb231 · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
  `);
});

describe('the operator', () => {
  const fault: Fault = {
    who: 'The CDN',
    code: 'Forbidden.RAM',
    message: 'User not authorized to operate on the specified resource.',
    advice: adviceOn('Forbidden.RAM'),
  };
  const told = { fault: fault.code, faultTold: NOW - DAY };
  const reads = (...news: Parameters<typeof operatorMessages>) =>
    operatorMessages(...news)
      .map(({ payload }) => asPlainText(payload))
      .join('\n\n=====\n\n');

  test('is told of a fault', () => {
    expect(reads(fault, false, {}, NOW, PLACE)).toMatchInlineSnapshot(`
      "The CDN refuses the poller: Forbidden.RAM
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Permission is missing: allow cdn:DescribeRefreshTaskById on all resources for the role of the function, as in ram/poll-policy.json. No task is lost: the poller tries again on every tick.
      The CDN says: User not authorized to operate on the specified resource.

      operator · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('is told again on the next day', () => {
    expect(reads(fault, false, told, NOW, PLACE)).toMatchInlineSnapshot(`
      "The CDN still refuses the poller: Forbidden.RAM
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Permission is missing: allow cdn:DescribeRefreshTaskById on all resources for the role of the function, as in ram/poll-policy.json. No task is lost: the poller tries again on every tick.
      The CDN says: User not authorized to operate on the specified resource.

      operator · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });

  test('is told that it works again', () => {
    expect(reads(undefined, true, told, NOW, PLACE)).toMatchInlineSnapshot(`
      "The poller works again
      ━━━━━━━━━━━━━━━━━━━━━━
      This fault is over: Forbidden.RAM, last told at 2026-11-22 14:52 UTC.

      operator · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC"
    `);
  });
});
