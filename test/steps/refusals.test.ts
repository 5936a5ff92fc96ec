/** What a person is told about URLs that were not submitted. */
import { describe, expect, it } from 'vitest';
import { CdnError, type CdnFailure } from '../../lib/errors';
import { explainRefusal, mayHaveBeenMade } from '../../lib/steps/refusals';

describe('a call that failed', () => {
  it.each<[CdnFailure, string, boolean]>([
    ['timeout', 'Timeout', true],
    ['dropped', 'ECONNRESET', true],
    ['unavailable', 'InternalError', true],
    ['unavailable', 'NoTaskId', true],
    ['unavailable', 'ServiceBusy', false],
    ['unavailable', 'ECONNREFUSED', false],
    ['unavailable', 'OutOfTime', false],
    ['throttled', 'Throttling.User', false],
    ['not-allowed', 'Forbidden.RAM', false],
    ['unclear', 'QuotaExceeded.Refresh', false],
    ['bad-id', 'InvalidParameter', false],
  ])('of kind %s with code %s may have made its task: %s', (kind, code, may) => {
    const error = new CdnError(kind, code, 'Because.');
    expect(mayHaveBeenMade(error)).toBe(may);
    expect(explainRefusal(code, error).reason.includes('not known whether')).toBe(may);
  });

  it.each([
    ['TooManyRequests', 'the CDN is busy'],
    ['Throttling.Api', 'the CDN is busy'],
    ['QuotaPerMinuteExceeded.Refresh', 'a little later'],
    ['QuotaExceeded.Preload', 'midnight UTC+8'],
    ['TooMany.Refresh', 'midnight UTC+8'],
    ['PreloadQueueFull', 'queue of prefetches is full'],
    ['InvalidDomain.NotFound', 'check the domain'],
    ['Forbidden.RAM', 'cdn:RefreshObjectCaches'],
  ])('with code %s comes with advice', (code, advice) => {
    expect(explainRefusal(code, new CdnError('unclear', code, 'Because.')).reason).toContain(`Because: `);
    expect(explainRefusal(code, new CdnError('unclear', code, 'Because.')).reason).toContain(advice);
  });
});
