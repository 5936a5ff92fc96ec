/** Where a message has text that Slack reads as mrkdwn, and how its <…> marks read. */
import { attachmentsOf, isPart, objectsIn, parts, textIn } from './walk';

/** Everything between angle brackets: mention, link, date. */
const MARK = /<([^<>|]+)(?:\|([^<>]*))?>/g;

export interface Mark {
  readonly whole: string;
  readonly target: string;
  readonly label: string | undefined;
}

/** The top-level text, mrkdwn text objects, and the texts of legacy attachments. */
export function mrkdwnTexts(payload: unknown): string[] {
  if (!isPart(payload)) return [];
  const objects = [...objectsIn(payload)].filter(({ type }) => type === 'mrkdwn' || type === 'markdown');
  const legacy = attachmentsOf(payload).flatMap((attachment) => [
    ...['text', 'pretext', 'title', 'fallback'].map((name) => textIn(attachment, name)),
    ...parts(attachment.fields).map((field) => textIn(field, 'value')),
  ]);
  return [textIn(payload, 'text'), ...objects.map((object) => textIn(object, 'text')), ...legacy];
}

export function marksIn(mrkdwn: string): Mark[] {
  return [...mrkdwn.matchAll(MARK)].map(([whole, target = '', label]) => ({ whole, target, label }));
}

export function withoutMarks(mrkdwn: string, readable: (mark: Mark) => string): string {
  return mrkdwn.replace(MARK, (whole, target: string, label: string | undefined) => readable({ whole, target, label }));
}

export function isLink(target: string): boolean {
  return /^[a-z][a-z\d+.-]*:/i.test(target);
}

/** The only three characters Slack wants escaped. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
