/** Calls within the API's limits, and as few as possible. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCalls, quotaFaults } from '../../lib/steps/plan-calls';
import type { RefreshKind, SubmissionRequest } from '../../lib/submission';

const urls = (count: number, domains = 1) =>
  Array.from({ length: count }, (_, i) => `http://d${i % domains}.example.com/${i}`);
const refresh = (list: string[], kind: RefreshKind = 'file'): SubmissionRequest => ({
  refresh: { urls: list, kind, force: false },
  watch: [],
});
const preload = (list: string[]): SubmissionRequest => ({ preload: { urls: list, l2: false }, watch: [] });
const sizes = (request: SubmissionRequest) => planCalls(request).map((call) => call.urls.length);

describe('planning', () => {
  it.each<[string, SubmissionRequest, number[]]>([
    ['1,000 files in one call', refresh(urls(1_000)), [1_000]],
    ['1,001 files in two', refresh(urls(1_001)), [1_000, 1]],
    ['2,000 files in two', refresh(urls(2_000)), [1_000, 1_000]],
    ['101 directories in two', refresh(urls(101), 'directory'), [100, 1]],
    ['3 regular expressions in three', refresh(urls(3), 'regex'), [1, 1, 1]],
    ['250 prefetches in three', preload(urls(250)), [100, 100, 50]],
    ['ten domains in one call', refresh(urls(100, 10)), [100]],
    ['eleven domains in two', refresh(urls(110, 11)), [100, 10]],
    ['nothing in none', { watch: ['1'] }, []],
  ])('puts %s', (_, request, expected) => {
    expect(sizes(request)).toEqual(expected);
  });

  it('gives each call the label of its part, or that of the whole', () => {
    const calls = planCalls({
      refresh: { urls: urls(1), kind: 'file', force: true, label: 'own' },
      preload: { urls: urls(1), l2: true },
      watch: [],
      label: 'all',
    });
    expect(calls.map(({ label }) => label)).toEqual(['own', 'all']);
  });

  it('hands on how it is to be done, and only what was asked for', () => {
    const [url] = urls(1) as [string];
    const headers = { 'Accept-Encoding': 'gzip' };
    const request: SubmissionRequest = {
      refresh: { urls: [url], kind: 'directory', force: true },
      preload: { urls: [url], l2: true, area: 'overseas', headers },
      watch: [],
    };
    expect(planCalls(request)).toStrictEqual([
      { kind: 'directory', urls: [url], force: true },
      { kind: 'preload', urls: [url], l2: true, area: 'overseas', headers },
    ]);
    expect(planCalls(preload([url]))).toStrictEqual([{ kind: 'preload', urls: [url], l2: false }]);
  });

  it('puts URLs of one domain together, in any case of its letters', () => {
    const list = ['http://a.example.com/1', 'http://b.example.com/2', 'http://A.example.com/3'];
    expect(planCalls(refresh(list)).flatMap((call) => call.urls)).toEqual([list[0], list[2], list[1]]);
  });

  it('counts the domains of each call anew', () => {
    // The first call is full with one domain, so there is room for ten in the next.
    const list = [...urls(1_001), ...urls(9, 9).map((url) => url.replace('//d', '//e'))];
    expect(sizes(refresh(list))).toEqual([1_000, 10]);
  });

  it('submits every URL once and breaks no limit, whatever the domains are', () => {
    const url = fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5_000 }))
      .map(([domain, i]) => `http://d${domain}.example.com/${i}`);
    fc.assert(
      fc.property(fc.uniqueArray(url, { minLength: 1, maxLength: 1_500 }), (list) => {
        const calls = planCalls(refresh(list));
        expect(calls.flatMap((call) => call.urls).sort()).toEqual([...list].sort());
        for (const call of calls) {
          expect(call.urls.length).toBeLessThanOrEqual(1_000);
          expect(new Set(call.urls.map((text) => new URL(text).host)).size).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the quota', () => {
  const quota = { file: 5, directory: 0, regex: undefined, 'ignore-params': 1, preload: 100 };
  it.each<[string, SubmissionRequest, number]>([
    ['is enough when as much is left as is needed', refresh(urls(5)), 0],
    ['is not enough for one more', refresh(urls(6)), 1],
    ['is not enough when nothing is left', refresh(urls(1), 'directory'), 1],
    ['is taken for enough where the CDN does not say', refresh(urls(9), 'regex'), 0],
    ['is counted over all calls', preload(urls(101)), 1],
  ])('%s', (_, request, faults) => {
    expect(quotaFaults(planCalls(request), quota)).toHaveLength(faults);
  });

  it('that is missing is named: what was asked for, of which kind, and what is left', () => {
    const [fault] = quotaFaults(planCalls(preload(urls(250))), quota);
    expect(fault).toMatch(/ 250 preload URLs .* 100 are left today/);
  });
});
