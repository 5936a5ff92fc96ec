/** Why URLs were not submitted, in words for the person who submitted them. */
import type { CdnError } from '../errors';

/** With these codes the call surely never reached the CDN, or was turned away at its door. */
const SURELY_NOT = new Set(['ServiceBusy', 'ECONNREFUSED', 'ENOTFOUND', 'OutOfTime']);

/** Whether the CDN may have made the task although no id came back. */
export function mayHaveBeenMade({ kind, code }: CdnError): boolean {
  return kind === 'timeout' || kind === 'dropped' || (kind === 'unavailable' && !SURELY_NOT.has(code));
}

/** @param error the CDN's, when it was the CDN that refused */
export function explainRefusal(code: string, error?: CdnError): { code: string; reason: string } {
  if (error && mayHaveBeenMade(error)) {
    return {
      code,
      reason: `${error.message}: it is not known whether the URLs were submitted; submitting them again does no harm but counts`,
    };
  }
  const advice = ADVICE.find(([pattern]) => pattern.test(code))?.[1];
  return { code, reason: [error?.message.replace(/\.$/, ''), advice].filter(Boolean).join(': ') || 'not submitted' };
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^OutOfTime$/, 'not submitted: the time of the invocation was over; submit these URLs again'],
  [/^NotBegun$/, 'not submitted: Tablestore could not be written; submit these URLs again'],
  [/^Repeated$/, 'the same request was delivered before, and it is not known whether it submitted these URLs'],
  [/^(Throttling|TooManyRequests|ServiceBusy)/, 'the CDN is busy: submit these URLs again'],
  [/^QuotaPerMinute/, 'too many in a minute: submit these URLs again a little later'],
  [/^(QuotaExceeded|TooMany)/, 'the quota is used up; it is renewed at midnight UTC+8'],
  [/^PreloadQueueFull/, 'the queue of prefetches is full: submit these URLs later'],
  [/^Unexpected$/, 'the answer could not be read: it is not known whether the URLs were submitted'],
  [/^InvalidDomain|^InvalidExtensiveDomain/, 'check the domain in the CDN console'],
  [
    /^(Forbidden|NoPermission)/,
    'the role of the function lacks a permission on the domain, cdn:RefreshObjectCaches or cdn:PushObjectCache: allow both as in ram/submit-policy.json',
  ],
];
