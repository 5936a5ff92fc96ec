/** One message: blocks for people, a text for notifications, and a plain form for when Slack does not like the blocks. */
import { createHash } from 'node:crypto';
import type { Message, Payload } from '../ports';
import type { Audience, Owed, Waiting } from '../task';
import { divider, footer, header, lists, pageLink, ping, title } from './blocks';
import { inPlain, type LineOptions } from './line';
import { type Mention, mentionText } from './mention';
import type { Part } from './part';
import { headlineOf, restOf, submissionLines, successLines } from './sections';
import { overLimits } from './slack-limits';
import { urlsOf } from './tally';
import { cut, escapeMrkdwn } from './text';
import { atTime } from './words';

/** https://docs.slack.dev/reference/methods/chat.postMessage#truncating : longer texts are cut by Slack. */
const PLAIN_LENGTH = 39_000;

/** What a notification shows. */
const TEXT_LENGTH = 400;

export interface MessageOptions extends LineOptions {
  /** Where this poller runs and which table it watches, for the footer. */
  readonly place?: string;
  readonly mention?: Mention | undefined;
}

export function toMessage(part: Part, to: Audience, options: MessageOptions): Message {
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

/** The same tasks with the same outcomes give the same id, so that a person can recognise a repeat. */
function fingerprint(owed: readonly Owed[], overdue: readonly Waiting[]): string {
  const hash = createHash('sha256');
  for (const key of [...owed.map((t) => `${t.id} ${t.settled}`), ...overdue.map((t) => `${t.id} overdue`)].sort())
    hash.update(`${key}\n`);
  return hash.digest('hex').slice(0, 8);
}
