/** Makes text from outside fit to be shown: nothing invisible, nothing that turns the direction of reading, never too long. */

/** Controls, line and paragraph separators, zero-width characters, direction marks, and the letters that are shown as nothing. */
const UNSHOWABLE = /(?:[\p{Cc}\p{Cf}\u2028\u2029\u115F\u1160\u3164\uFFA0]|\u034F)+/gu;

/** One line of well-formed text without invisible characters. */
export function clean(text: string): string {
  return text.toWellFormed().replace(UNSHOWABLE, ' ').trim();
}

/** At most `length` UTF-16 units, with a visible "…" where something was cut off. Never cuts a character in two. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\uFFFD$/u, '')}…`;
}

/** For Slack's mrkdwn: with these three escaped, no text can ping anybody or make a link of its own (https://docs.slack.dev/messaging/formatting-message-text). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
