/**
 * What must be true of every message, whatever ids, URLs, labels, reasons and settings hold. The seed is fixed, so that a run
 * says the same of the same code; HOSTILE_SEED=… looks elsewhere, and is printed with what it finds.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Message } from '../../lib/ports';
import { untold } from '../../lib/steps/audience';
import { digest } from '../../lib/steps/digest';
import { type Group, groupsOf } from '../../lib/steps/group';
import { type Mention, mentionText } from '../../lib/steps/mention';
import type { MessageOptions } from '../../lib/steps/message';
import { adviceOn, operatorMessages } from '../../lib/steps/operator';
import { overLimits } from '../../lib/steps/slack-limits';
import { clean } from '../../lib/steps/text';
import type { Tally } from '../../lib/task';
import { AUDIENCES, type Owed, type Waiting } from '../../lib/task';
import { links, pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { violations } from '../cloud/slack/violations';
import { blocksOf, objectsIn } from '../cloud/slack/walk';
import { DAY, NOW } from '../support/tasks';
import { hostileOverdue, hostileOwed, hostileText } from './hostile';

const SEED = Number(process.env.HOSTILE_SEED ?? 20_261_123);
const LEAST_MESSAGES = 10_000;

/** Slack takes 50; the product stays below. */
const BLOCKS = 45;

/** A smaller example is looked for as long as this, since that can take minutes with texts this long. Ms. */
const PARAMETERS = { seed: SEED, interruptAfterTimeLimit: 50_000 } as const;
/** On a machine that has other things to do. Ms. */
const PATIENT = 60_000;

let written = 0;

const PAGE = 'https://cdn.console.example.com/refresh?a=1&b=2';
const TEMPLATE = 'https://cdn.console.example.com/tasks/{id}?again={id}';
const mentions: Mention[] = [
  { kind: 'user', id: 'U0123ABCD' },
  { kind: 'usergroup', id: 'S0123ABCD' },
  { kind: 'broadcast', range: 'here' },
];
const options: fc.Arbitrary<MessageOptions> = fc.record({
  now: fc.constant(NOW),
  historyDays: fc.integer({ min: 1, max: 365 }),
  place: fc.constantFrom('', 'cn-hangzhou · cdn_tasks', 'x'.repeat(280)),
  mention: fc.constantFrom(undefined, ...mentions),
  linkTemplate: fc.constantFrom(undefined, PAGE, TEMPLATE),
});

const count = fc.oneof(fc.nat({ max: 3 }), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));
const tally: fc.Arbitrary<Tally> = fc.record(
  {
    urls: fc.record({ complete: count, failed: count, missing: count, expired: count, rejected: count }),
    tasks: count,
    kinds: fc.array(fc.constantFrom('', 'file', 'preload'), { maxLength: 3 }),
    from: fc.nat({ max: NOW }),
    until: fc.nat({ max: NOW }),
  },
  { requiredKeys: ['urls', 'tasks', 'kinds'] },
);

interface Scene {
  readonly owed: readonly Owed[];
  readonly overdue: readonly Waiting[];
  readonly running: readonly Waiting[];
  readonly before: readonly (readonly [string, Tally])[];
  readonly options: MessageOptions;
  readonly failures: 'none' | 'also' | 'only';
  readonly grouped: boolean;
  /** The ids are numbers that no other text holds. */
  readonly numbered: boolean;
}

const rest = {
  options,
  failures: fc.constantFrom('none' as const, 'also' as const, 'only' as const),
  grouped: fc.boolean(),
  before: fc.array(fc.tuple(fc.constantFrom('s1', 's2', 's3'), tally), { maxLength: 2 }),
};
const scene: fc.Arbitrary<Scene> = fc.record({
  numbered: fc.constant(false),
  owed: fc.array(hostileOwed, { maxLength: 5 }),
  overdue: fc.array(hostileOverdue, { maxLength: 2 }),
  running: fc.array(hostileOverdue, { maxLength: 2 }),
  ...rest,
});
/** So many tasks that they need several messages, and more than there are. */
const crowd: fc.Arbitrary<Scene> = fc.record({
  numbered: fc.constant(true),
  owed: fc
    .tuple(fc.array(hostileOwed, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 60 }))
    .map(([some, times]) => Array.from({ length: times }, () => some).flat())
    .map((tasks) => tasks.map((task, i) => ({ ...task, id: String(7_000_000_000 + i) }))),
  overdue: fc
    .array(hostileOverdue, { maxLength: 2 })
    .map((tasks) => tasks.map((task, i) => ({ ...task, id: String(8_000_000_000 + i) }))),
  running: fc.array(hostileOverdue, { maxLength: 2 }),
  ...rest,
});

/** As one sweep tells it: each audience has messages of its own. */
function write({
  owed,
  overdue,
  running,
  before,
  options: how,
  failures,
  grouped,
}: Omit<Scene, 'numbered'>): Message[] {
  const groups: Group[] = grouped ? groupsOf(owed, running, new Map(before)) : [];
  const messages = AUDIENCES.flatMap((to) =>
    digest(
      {
        to,
        owed: owed.filter((task) => untold(task, { notify: 'all', failures }).includes(to)),
        overdue: to === 'channel' ? overdue : [],
        groups: to === 'channel' ? groups : [],
      },
      how,
    ),
  );
  written += messages.length;
  return messages;
}

function holds({ owed, overdue, options: how, failures, numbered, ...others }: Scene): void {
  const messages = write({ owed, overdue, options: how, failures, ...others });
  const urls = new Set(
    [...owed.flatMap(({ ending }) => ending.urls), ...overdue.flatMap((task) => task.urls)].map(clean),
  );
  expect(messages.flatMap((message) => [...faultsIn(message), ...forgedIn(message, urls, how)])).toEqual([]);

  for (const to of AUDIENCES) {
    const theirs = messages.filter((message) => message.to === to);
    const due = owed.filter((task) => untold(task, { notify: 'all', failures }).includes(to));
    const slow = to === 'channel' ? overdue : [];
    expect(
      areTheSame(
        theirs.flatMap((message) => message.owed),
        due,
      ),
    ).toBe(true);
    expect(
      areTheSame(
        theirs.flatMap((message) => message.overdue),
        slow,
      ),
    ).toBe(true);
    expect(theirs.length).toBeLessThanOrEqual(5);
    // Only the first pings.
    expect(theirs.slice(1).flatMap(({ payload }) => pings(payload))).toEqual([]);
    if (numbered) namesOrCountsAll(theirs, due, slow);
  }
}

/** What Slack would not take, and what nobody would see. */
function faultsIn({ payload, plain }: Message): string[] {
  const count = payload.blocks?.length ?? 0;
  const shown = [...objectsIn([payload, plain])].flatMap(({ text, url }) => [text, url]);
  return [
    ...[payload, plain].flatMap((form) => [...overLimits(form), ...violations(form)]),
    ...(count > 0 && count <= BLOCKS ? [] : [`${count} blocks`]),
    ...shown.flatMap((text) =>
      typeof text === 'string' && HIDDEN.test(text) ? [`hidden: ${JSON.stringify(text)}`] : [],
    ),
  ];
}

const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/** Pings nobody asked for, and links that lead elsewhere than they say. */
function forgedIn(message: Message, urls: ReadonlySet<string>, { mention }: MessageOptions): string[] {
  const problem = message.owed.some(({ ending }) => ending.outcome !== 'complete');
  const allowed = problem && mention ? mentionText(mention) : undefined;
  const pages = new Set([...message.owed, ...message.overdue].map(({ id }) => pageOf(id)));
  const isHonest = ({ url, text }: { readonly url: string; readonly text: string }) => {
    if (text === 'console') return pages.has(url);
    if (text === 'Refresh and prefetch tasks in the CDN console') return url === PAGE;
    return text === url && urls.has(url);
  };
  return [
    ...pings(message.payload).filter((ping) => ping !== allowed),
    ...pings(message.plain),
    ...links(message.payload)
      .filter((link) => !isHonest(link))
      .map(({ url, text }) => `${text} leads to ${url}`),
    ...links(message.plain).map(({ url }) => url),
  ];
}

function pageOf(id: string): string {
  return id.isWellFormed() ? TEMPLATE.replaceAll('{id}', () => encodeURIComponent(id)) : '';
}

/** The same objects, each as often, in any order. */
function areTheSame<T extends object>(found: readonly T[], wanted: readonly T[]): boolean {
  const left = new Set(wanted);
  return found.length === wanted.length && found.every((task) => left.delete(task));
}

/** Each task is named in one message; what is not named is a number. For tasks with ids that no other text holds. */
function namesOrCountsAll(messages: readonly Message[], owed: readonly Owed[], overdue: readonly Waiting[]): void {
  const items = messages.flatMap(({ payload }) => itemsIn(payload));
  const named = items.flatMap((item) => /(?:^|\s)task ([78]\d{9})(?: · |$)/.exec(item)?.[1] ?? []);
  const counted = (pattern: RegExp) =>
    items.reduce((sum, item) => sum + Number(pattern.exec(item)?.[1]?.replaceAll(',', '') ?? 0), 0);
  expect(new Set(named).size).toBe(named.length);

  const complete = new Set(owed.filter(({ ending }) => ending.outcome === 'complete').map(({ id }) => id));
  const problems = named.filter((id) => !complete.has(id)).length + counted(/^and ([\d,]+) more that need a look/);
  expect(problems).toBe(owed.length - complete.size + overdue.length);
  expect(named.filter((id) => complete.has(id)).length + counted(/^and ([\d,]+) more$/)).toBe(complete.size);
}

function itemsIn(payload: unknown): string[] {
  return [...objectsIn(blocksOf(payload))]
    .filter(({ type }) => type === 'rich_text_list')
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .map((section) => asPlainText({ blocks: [{ type: 'rich_text', elements: [section] }] }));
}

describe(`with the seed ${SEED}`, () => {
  test(
    'every digest is one that Slack takes, pings nobody else, forges no link, and tells each task once',
    () => {
      fc.assert(fc.property(scene, holds), { ...PARAMETERS, numRuns: 5_500 });
    },
    PATIENT,
  );

  test(
    '… also when there are more tasks than messages hold',
    () => {
      fc.assert(fc.property(crowd, holds), { ...PARAMETERS, numRuns: 300 });
    },
    PATIENT,
  );

  test(
    'every message for the operator is one that Slack takes, pings nobody and links nowhere',
    () => {
      const told = fc.record({
        fault: fc.option(hostileText, { nil: undefined }),
        faultTold: fc.option(fc.double(), { nil: undefined }),
      });
      const fault = fc.option(fc.tuple(hostileText, hostileText), { nil: undefined });
      fc.assert(
        fc.property(fault, told, fc.boolean(), (found, before, works) => {
          const now = NOW + DAY;
          const [code = '', message = ''] = found ?? [];
          const messages = operatorMessages(
            found && { who: 'The CDN', code, message, advice: adviceOn(code) },
            works,
            before,
            now,
            'cn-hangzhou · cdn_tasks',
          );
          expect(messages.length).toBeLessThanOrEqual(1);
          written += messages.length;
          for (const each of messages) {
            expect(faultsIn(each)).toEqual([]);
            expect([
              ...pings(each.payload),
              ...pings(each.plain),
              ...links(each.payload),
              ...links(each.plain),
            ]).toEqual([]);
          }
        }),
        { ...PARAMETERS, numRuns: 1_500 },
      );
    },
    PATIENT,
  );

  afterAll(() => {
    console.info(`seed ${SEED}: ${written.toLocaleString('en')} messages`);
    expect(written).toBeGreaterThanOrEqual(LEAST_MESSAGES);
  });
});
