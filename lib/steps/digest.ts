/** Writes the messages of a sweep: counts first, then what went wrong, then what went well. */
import { createHash } from 'node:crypto';
import type { Message, Payload } from '../ports';
import { type Audience, OUTCOMES, type Owed, type Waiting } from '../task';
import { divider, footer, header, lists, packed, pageLink, ping, title } from './blocks';
import { type Group, number, sentence, urlsOf } from './group';
import { inPlain, isLate, type Line, type LineOptions, overdueLine, problemLine, successLine } from './line';
import { type Mention, mentionText } from './mention';
import { LIMITS, overLimits } from './slack-limits';
import { cut, escapeMrkdwn } from './text';
import { atTime } from './words';

/**
 * Characters of problems in one message. Slack was seen to refuse about 12,000 over all blocks; with header, successes and
 * footer a message stays below 10,000.
 */
const PROBLEMS_LENGTH = 5_000;

/** Messages in one digest; what does not fit is a number. After a week of silence nobody reads a hundred of them. */
const PARTS = 5;

/** Submissions and complete tasks named one by one; the others are a number. */
const GROUPS_NAMED = 10;
const SUCCESSES_NAMED = 400;

/** https://docs.slack.dev/reference/methods/chat.postMessage#truncating : longer texts are cut by Slack. */
const PLAIN_LENGTH = 39_000;

/** What a notification shows. */
const TEXT_LENGTH = 400;

export interface DigestOptions extends LineOptions {
  /** Where this poller runs and which table it watches, for the footer. */
  readonly place?: string;
  readonly mention?: Mention | undefined;
}

/** What one audience is to be told. */
export interface News {
  readonly to: Audience;
  readonly owed: readonly Owed[];
  readonly overdue: readonly Waiting[];
  /** The submissions of the tasks. */
  readonly groups: readonly Group[];
}

/**
 * One message for all tasks, or several when Slack's limits ask for it. Each message names the tasks it tells of, and counts
 * only those, so that each can be told, and recorded as told, on its own.
 */
export function digest(news: News, { mention, ...rest }: DigestOptions): Message[] {
  const alone = onlyGroupOf(news);
  const options: DigestOptions = { ...rest, heading: alone?.label };
  // The same order whoever read the list, so that a repeat has the same parts with the same ids.
  const ranked = [...news.owed].sort((a, b) => rank(a) - rank(b) || byId(a, b));
  const complete = ranked.filter(isComplete);
  const problems: Told[] = [
    ...ranked.filter((task) => !isComplete(task)).map((task) => ({ ...problemLine(task, options), owed: task })),
    ...[...news.overdue].sort(byId).map((task) => ({ ...overdueLine(task, options), overdue: task })),
  ];
  const parts: Told[][] = packed(problems, PROBLEMS_LENGTH);
  if (parts.length === 0 && complete.length > 0) parts.push([]);
  const unnamed = parts.splice(PARTS).flat();
  return parts.map((named, i) => {
    const last = i === parts.length - 1;
    const part = parts.length > 1 ? ` (part ${i + 1} of ${parts.length})` : '';
    // Nobody wants to be pinged five times for one thing.
    const pinging = i === 0 ? { ...options, mention } : options;
    return last
      ? toMessage({ named, unnamed, complete, groups: news.groups, alone, part }, news.to, pinging)
      : toMessage({ named, unnamed: [], complete: [], groups: [], part }, news.to, pinging);
  });
}

/** The submission all of the news is about, if there is one. */
function onlyGroupOf({ groups, owed, overdue }: News): Group | undefined {
  const [group] = groups;
  const only =
    groups.length === 1 && overdue.length === 0 && owed.every((task) => task.submission === group?.submission);
  return only ? group : undefined;
}

/** A line and the task it tells of. */
type Told = Line & ({ readonly owed: Owed } | { readonly overdue: Waiting });

interface Part {
  readonly named: readonly Told[];
  /** Problems there is no room for. */
  readonly unnamed: readonly Told[];
  readonly complete: readonly Owed[];
  readonly groups: readonly Group[];
  /** The submission that all is about: the headline sums it up. */
  readonly alone?: Group | undefined;
  /** "(part 1 of 3)", or nothing. */
  readonly part: string;
}

function isComplete({ ending }: Owed): boolean {
  return ending.outcome === 'complete';
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function rank(task: Owed): number {
  return OUTCOMES.indexOf(task.ending.outcome);
}

function toMessage(part: Part, to: Audience, options: DigestOptions): Message {
  const problems = [...part.named, ...part.unnamed];
  const owed = [...problems.flatMap((line) => ('owed' in line ? [line.owed] : [])), ...part.complete];
  const overdue = problems.flatMap((line) => ('overdue' in line ? [line.overdue] : []));
  const digestId = fingerprint(owed, overdue);
  const headline = headlineOf(part, owed, overdue, options);
  const foot = [`digest ${digestId}`, options.place, atTime(options.now)].filter(Boolean).join(' · ');
  const lines = [...part.named, ...restOf(part.unnamed)];
  const submissions = submissionLines(part, options);
  const successes = successLines(part, options);
  const mention = problems.some((line) => 'owed' in line) ? options.mention : undefined;
  // Below a headline that tells of failures, a list of URLs would be taken for them.
  const speaksForItself =
    lines.length + submissions.length === 0 &&
    !(part.alone && part.alone.settled.urls.complete < urlsOf(part.alone.settled));
  const page = options.linkTemplate?.includes('{id}') ? undefined : options.linkTemplate;

  const blocks = [
    header(headline),
    ...(mention ? [ping(mention)] : []),
    ...lists(lines),
    ...(lines.length > 0 && submissions.length + successes.length > 0 ? [divider()] : []),
    ...(lines.length > 0 && submissions.length > 0 ? [title('Submissions')] : []),
    ...lists(submissions),
    ...(successes.length > 0 && !speaksForItself ? [title('Complete')] : []),
    ...lists(successes),
    ...(page ? [pageLink(page, 'Refresh and prefetch tasks in the CDN console')] : []),
    footer(foot),
  ];
  const first = lines[0];
  const said = escapeMrkdwn(
    cut(first ? `${headline}. ${[...first.urls, first.text].join(' ')}` : headline, TEXT_LENGTH),
  );
  const payload: Payload = { text: mention ? `${mentionText(mention)} ${said}` : said, blocks, ...QUIET };
  const whole = escapeMrkdwn(
    [headline, ...[...lines, ...submissions, ...successes].map(inPlain), page, foot].filter(Boolean).join('\n'),
  );
  const plain: Payload = { text: cut(whole, PLAIN_LENGTH), mrkdwn: false, ...QUIET };
  // By construction it is not over a limit; should that be wrong, the plain form is better than a refusal.
  return { digest: digestId, to, payload: overLimits(payload).length === 0 ? payload : plain, plain, owed, overdue };
}

/** No previews: a message about a hundred URLs must not fetch and show a hundred pages. */
const QUIET: Pick<Payload, 'unfurl_links' | 'unfurl_media'> = { unfurl_links: false, unfurl_media: false };

/** The last message about one submission is headed by what became of its URLs, any other by how many tasks it tells of. */
function headlineOf(
  { alone, part }: Part,
  owed: readonly Owed[],
  overdue: readonly Waiting[],
  { now, heading }: DigestOptions,
): string {
  const late = owed.length > 0 && owed.every((task) => isLate(task, now)) ? 'Late: ' : '';
  const tasks = heading === undefined ? '' : owed.length === 1 ? ' task' : ' tasks';
  const said = alone
    ? sentence(alone, now, LIMITS.header - late.length - part.length)
    : `${heading ?? 'CDN'}: ${counts(owed, overdue)}${tasks}`;
  return `${late}${said}${part}`;
}

/** The submissions that have something to sum up, each in a sentence. */
function submissionLines({ groups, alone }: Part, { now }: DigestOptions): Line[] {
  // A submission of one task says nothing that its line does not.
  const several = groups.filter(({ settled, running }) => settled.tasks + running > 1);
  const others = several.filter((group) => group !== alone && (group.running === 0 || group.due.some(isComplete)));
  const lines = others.slice(0, GROUPS_NAMED).map((group) => ({ urls: [], text: sentence(group, now) }));
  const more = others.length - GROUPS_NAMED;
  return more > 0
    ? [...lines, { urls: [], text: `and ${number(more)} more ${more === 1 ? 'submission' : 'submissions'}` }]
    : lines;
}

/** The first complete tasks, those first of which there is something to say. */
function successLines({ complete }: Part, options: DigestOptions): Line[] {
  const notable = [...complete].sort((a, b) => Number(!a.ending.before) - Number(!b.ending.before));
  const lines = notable.slice(0, SUCCESSES_NAMED).map((task) => successLine(task, options));
  const more = complete.length - SUCCESSES_NAMED;
  return more > 0 ? [...lines, { urls: [], text: `and ${number(more)} more` }] : lines;
}

/** Problems there was no room for, as a number and a way to see them. */
function restOf(unnamed: readonly Told[]): Line[] {
  if (unnamed.length === 0) return [];
  return [
    { urls: [], text: `and ${number(unnamed.length)} more that need a look`, command: 'cdn-tasks list --state done' },
  ];
}

/** "2 failed, 1 missing, 38 complete". */
function counts(owed: readonly Owed[], overdue: readonly Waiting[]): string {
  const numbers = OUTCOMES.map(
    (outcome) => [owed.filter((task) => task.ending.outcome === outcome).length, outcome as string] as const,
  );
  numbers.splice(-1, 0, [overdue.length, 'overdue']);
  return numbers
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${number(count)} ${word}`)
    .join(', ');
}

/** The same tasks with the same outcomes give the same id, so that a person can recognise a repeat. */
function fingerprint(owed: readonly Owed[], overdue: readonly Waiting[]): string {
  const hash = createHash('sha256');
  for (const key of [...owed.map((t) => `${t.id} ${t.settled}`), ...overdue.map((t) => `${t.id} overdue`)].sort())
    hash.update(`${key}\n`);
  return hash.digest('hex').slice(0, 8);
}
