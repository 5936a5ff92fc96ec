/** What must be true of the messages of one sweep, whatever ids, URLs, labels, reasons and settings hold. */
import type { Message } from '../../../lib/ports';
import { untold } from '../../../lib/steps/audience';
import { digest } from '../../../lib/steps/digest';
import { type Group, groupsOf } from '../../../lib/steps/group';
import { mentionText } from '../../../lib/steps/mention';
import type { MessageOptions } from '../../../lib/steps/message';
import { clean } from '../../../lib/steps/text';
import { AUDIENCES, type Owed, type Waiting } from '../../../lib/task';
import { type Link, links, pings } from '../../cloud/slack/mentions';
import { asPlainText } from '../../cloud/slack/render';
import { blocksOf, objectsIn } from '../../cloud/slack/walk';
import { running as counted } from '../../support/tasks';
import { forged, unfit } from './payloads';
import { PAGE, type Scene, TEMPLATE } from './scenes';

/** Slack takes 50; the product stays below. */
const BLOCKS = 45;
/** For each audience. */
const MOST_MESSAGES = 5;

/** As one sweep tells it: each audience has messages of its own. */
export function write({ owed, overdue, running, before, options, failures, grouped }: Scene): Message[] {
  const groups: Group[] = grouped ? groupsOf(owed, counted(running), new Map(before)) : [];
  return AUDIENCES.flatMap((to) =>
    digest(
      {
        to,
        owed: owed.filter((task) => untold(task, { notify: 'all', failures }).includes(to)),
        overdue: to === 'channel' ? overdue : [],
        groups: to === 'channel' ? groups : [],
      },
      options,
    ),
  );
}

/** Slack takes every message, nobody else is pinged, no link is forged, and each task is told once to each audience. */
export function wrongIn(scene: Scene, messages: readonly Message[]): string[] {
  const { owed, overdue, options, failures, numbered } = scene;
  const urls = new Set(
    [...owed.flatMap(({ ending }) => ending.urls), ...overdue.flatMap((task) => task.urls)].map(clean),
  );
  return [
    ...messages.flatMap((message) => [...unfitForms(message), ...forgedForms(message, urls, options)]),
    ...AUDIENCES.flatMap((to) => {
      const theirs = messages.filter((message) => message.to === to);
      const due = owed.filter((task) => untold(task, { notify: 'all', failures }).includes(to));
      const slow = to === 'channel' ? overdue : [];
      const told = theirs.flatMap((message) => message.owed);
      const warned = theirs.flatMap((message) => message.overdue);
      return [
        ...(areTheSame(told, due) ? [] : [`${to}: ${told.length} of ${due.length} tasks told once`]),
        ...(areTheSame(warned, slow) ? [] : [`${to}: ${warned.length} of ${slow.length} overdue tasks told once`]),
        ...(theirs.length > MOST_MESSAGES ? [`${to}: ${theirs.length} messages`] : []),
        ...theirs.slice(1).flatMap(({ payload }) => pings(payload).map((ping) => `${to}: ${ping} more than once`)),
        ...(numbered ? miscounted(theirs, due, slow) : []),
      ];
    }),
  ];
}

export function unfitForms({ payload, plain }: Message): string[] {
  const count = payload.blocks?.length ?? 0;
  return [...unfit(payload), ...unfit(plain), ...(count > 0 && count <= BLOCKS ? [] : [`${count} blocks`])];
}

function forgedForms(message: Message, urls: ReadonlySet<string>, { mention }: MessageOptions): string[] {
  const problem = message.owed.some(({ ending }) => ending.outcome !== 'complete');
  const allowed = problem && mention ? mentionText(mention) : undefined;
  const pages = new Set([...message.owed, ...message.overdue].map(({ id }) => pageOf(id)));
  const isHonest = ({ url, text }: Link) => {
    if (text === 'console') return pages.has(url);
    if (text === 'Refresh and prefetch tasks in the CDN console') return url === PAGE;
    return text === url && urls.has(url);
  };
  return [
    ...forged(message.payload, allowed, isHonest),
    ...pings(message.plain),
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
function miscounted(messages: readonly Message[], owed: readonly Owed[], overdue: readonly Waiting[]): string[] {
  const items = messages.flatMap(({ payload }) => itemsIn(payload));
  const named = items.flatMap((item) => /(?:^|\s)task ([78]\d{9})(?: · |$)/.exec(item)?.[1] ?? []);
  const counted = (pattern: RegExp) =>
    items.reduce((sum, item) => sum + Number(pattern.exec(item)?.[1]?.replaceAll(',', '') ?? 0), 0);
  const complete = new Set(owed.filter(({ ending }) => ending.outcome === 'complete').map(({ id }) => id));
  const problems = named.filter((id) => !complete.has(id)).length + counted(/^and ([\d,]+) more that need a look/);
  const successes = named.filter((id) => complete.has(id)).length + counted(/^and ([\d,]+) more$/);
  const due = owed.length - complete.size + overdue.length;
  return [
    ...(new Set(named).size === named.length ? [] : ['a task is named twice']),
    ...(problems === due ? [] : [`${problems} problems are named or counted, there are ${due}`]),
    ...(successes === complete.size ? [] : [`${successes} successes are named or counted, there are ${complete.size}`]),
  ];
}

function itemsIn(payload: unknown): string[] {
  return [...objectsIn(blocksOf(payload))]
    .filter(({ type }) => type === 'rich_text_list')
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .map((section) => asPlainText({ blocks: [{ type: 'rich_text', elements: [section] }] }));
}
