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
    ['unavailable', 'ENOTFOUND', false],
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

  it.each([
    ['OutOfTime', 'not submitted: the time'],
    ['NotBegun', 'not submitted: Tablestore'],
    ['Repeated', 'delivered before'],
    ['Unexpected', 'not known whether'],
  ])('with code %s, which no service gave, comes with what happened', (code, reason) => {
    expect(explainRefusal(code)).toEqual({ code, reason: expect.stringContaining(reason) });
  });

  it.each([
    ...['SubOutOfTime', 'SubNotBegun', 'SubRepeated', 'SubUnexpected', 'SubThrottling', 'SubQuotaPerMinute'],
    ...['SubQuotaExceeded', 'SubPreloadQueueFull', 'SubInvalidDomain', 'SubInvalidExtensiveDomain', 'SubForbidden'],
    ...['OutOfTimeAgain', 'NotBegunAgain', 'RepeatedAgain', 'UnexpectedAgain'],
  ])('with code %s, which is only like one that is known, comes without advice', (code) => {
    expect(explainRefusal(code, new CdnError('unclear', code, 'Because.'))).toEqual({ code, reason: 'Because' });
  });

  it('keeps the dots within what the CDN says', () => {
    const error = new CdnError('unclear', 'InvalidDomain.NotFound', 'www.example.com is unknown.');
    expect(explainRefusal(error.code, error).reason).toMatch(/^www\.example\.com is unknown: check/);
  });

  it('is said to be not submitted where nothing else is known', () => {
    expect(explainRefusal('Strange')).toEqual({ code: 'Strange', reason: 'not submitted' });
  });
});
