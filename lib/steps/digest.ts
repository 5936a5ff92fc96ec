/** Writes the messages of a sweep: counts first, then what went wrong, then what went well. */
import { createHash } from 'node:crypto';
import type { Message, Payload } from '../ports';
import { OUTCOMES, type Owed, type Waiting } from '../task';
import { divider, footer, header, lists, packed, title } from './blocks';
import { type Line, overdueLine, problemLine, successLine } from './line';
import { cut, escapeMrkdwn } from './text';
import { atTime } from './words';

/**
 * Characters of problems in one message. Slack was seen to refuse about 12,000 over all blocks; with header, successes and
 * footer a message stays below 10,000.
 */
const PROBLEMS_LENGTH = 6_000;

/** Complete tasks named one by one; the others are a number. */
const SUCCESSES_NAMED = 5;

/** https://docs.slack.dev/reference/methods/chat.postMessage#truncating : longer texts are cut by Slack. */
const PLAIN_LENGTH = 39_000;

/** What a notification shows. */
const TEXT_LENGTH = 400;

export interface DigestOptions {
  /** Ms since 1970. */
  readonly now: number;
  readonly historyDays: number;
}

/**
 * One message for all tasks, or several when Slack's limits ask for it. Each message names the tasks it tells of, and counts
 * only those, so that each can be told, and recorded as told, on its own.
 */
export function digest(owed: readonly Owed[], overdue: readonly Waiting[], options: DigestOptions): Message[] {
  // The same order whoever read the list, so that a repeat has the same parts with the same ids.
  const ranked = [...owed].sort((a, b) => rank(a) - rank(b) || byId(a, b));
  const complete = ranked.filter((task) => task.ending.outcome === 'complete');
  const problems: Told[] = [
    ...ranked
      .filter((task) => task.ending.outcome !== 'complete')
      .map((task) => ({ ...problemLine(task, options.historyDays), owed: task })),
    ...[...overdue].sort(byId).map((task) => ({ ...overdueLine(task, options.now), overdue: task })),
  ];
  const parts: Told[][] = packed(problems, PROBLEMS_LENGTH);
  if (parts.length === 0 && complete.length > 0) parts.push([]);
  return parts.map((part, i) =>
    toMessage(
      part,
      i === parts.length - 1 ? complete : [],
      parts.length > 1 ? ` (part ${i + 1} of ${parts.length})` : '',
      options,
    ),
  );
}

/** A line and the task it tells of. */
type Told = Line & ({ readonly owed: Owed } | { readonly overdue: Waiting });

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function rank(task: Owed): number {
  return OUTCOMES.indexOf(task.ending.outcome);
}

function toMessage(
  problems: readonly Told[],
  complete: readonly Owed[],
  part: string,
  { now }: DigestOptions,
): Message {
  const owed = [...problems.flatMap((line) => ('owed' in line ? [line.owed] : [])), ...complete];
  const overdue = problems.flatMap((line) => ('overdue' in line ? [line.overdue] : []));
  const headline = `CDN: ${counts(owed, overdue)}${part}`;
  const successes = complete.slice(0, SUCCESSES_NAMED).map(successLine);
  if (complete.length > SUCCESSES_NAMED)
    successes.push({ urls: [], text: `and ${complete.length - SUCCESSES_NAMED} more` });
  const digestId = fingerprint(owed, overdue);
  const foot = `digest ${digestId} · ${atTime(now)}`;

  const blocks = [
    header(headline),
    ...lists(problems),
    ...(problems.length > 0 && successes.length > 0 ? [divider(), title('Complete')] : []),
    ...lists(successes),
    footer(foot),
  ];
  const first = problems[0];
  const text = escapeMrkdwn(
    cut(first ? `${headline}. ${[...first.urls, first.text].join(' ')}` : headline, TEXT_LENGTH),
  );
  const plain = escapeMrkdwn([headline, ...[...problems, ...successes].map(inPlain), foot].join('\n'));
  return {
    digest: digestId,
    payload: { text, blocks, ...QUIET },
    plain: { text: cut(plain, PLAIN_LENGTH), mrkdwn: false, ...QUIET },
    owed,
    overdue,
  };
}

/** No previews: a message about a hundred URLs must not fetch and show a hundred pages. */
const QUIET: Pick<Payload, 'unfurl_links' | 'unfurl_media'> = { unfurl_links: false, unfurl_media: false };

/** "2 failed, 1 missing, 38 complete". */
function counts(owed: readonly Owed[], overdue: readonly Waiting[]): string {
  const numbers = OUTCOMES.map(
    (outcome) => [owed.filter((task) => task.ending.outcome === outcome).length, outcome as string] as const,
  );
  numbers.splice(-1, 0, [overdue.length, 'overdue']);
  return numbers
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** The same tasks with the same outcomes give the same id, so that a person can recognise a repeat. */
function fingerprint(owed: readonly Owed[], overdue: readonly Waiting[]): string {
  const hash = createHash('sha256');
  for (const key of [...owed.map((t) => `${t.id} ${t.settled}`), ...overdue.map((t) => `${t.id} overdue`)].sort())
    hash.update(`${key}\n`);
  return hash.digest('hex').slice(0, 8);
}

function inPlain({ urls, text }: Line): string {
  return `• ${[...urls, text].filter(Boolean).join('\n   ')}`;
}
