/** Outcomes, reasons and durations in words for people. */
import humanizeDuration from 'humanize-duration';
import type { Outcome } from '../task';
import { sameReason } from './report';

const duration = humanizeDuration.humanizer({
  language: 'short',
  languages: {
    short: {
      y: () => 'y',
      mo: () => 'mo',
      w: () => 'w',
      d: () => 'd',
      h: () => 'h',
      m: () => 'm',
      s: () => 's',
      ms: () => 'ms',
    },
  },
  units: ['d', 'h', 'm', 's'],
  delimiter: ' ',
  largest: 2,
  round: true,
});

/** "5 m 12 s". */
export function inWords(ms: number): string {
  return duration(ms);
}

/** "2026-11-23 14:52 UTC". A number that is no time was written by hand, and must not keep a message from being written. */
export function atTime(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) return 'a time nobody knows';
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** "12,345". */
export function number(count: number): string {
  return count.toLocaleString('en');
}

/** What the CDN's own word for a failure means, with that word, so that it can be looked up. */
export function explainReason(reason: string): string {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(sameReason(reason)))?.[1];
  return meaning ? `${meaning} (${reason})` : reason;
}

/** The values of Description on the API's page: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtaskbyid */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^internalerror$/, 'the CDN had an internal error'],
  [/^origintimeout$/, 'the origin did not answer in time'],
  [/^originreturnstatuscode5(xx|\d\d)$/, 'the origin answered with a server error'],
  [/^timeout$/, 'the CDN gave it up'],
  [/^canceled$/, 'it was cancelled'],
];

/** What an outcome means when the CDN gave no reason for it. */
export function explainOutcome(outcome: Outcome, historyDays: number): string {
  switch (outcome) {
    case 'complete':
      return 'done';
    case 'failed':
      return 'the CDN gave no reason';
    case 'rejected':
      return 'the CDN refuses this task id; was it copied correctly?';
    case 'missing':
      return 'the CDN does not know this task id; was it copied correctly, and made with this account?';
    case 'expired':
      return `no end was seen within the ${historyDays} days the CDN remembers a task`;
    default:
      return outcome satisfies never;
  }
}
