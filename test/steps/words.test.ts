import { describe, expect, test } from 'vitest';
import { atTime, explainOutcome, explainReason, inWords } from '../../lib/steps/words';
import { OUTCOMES } from '../../lib/task';
import { DAY, HOUR, MINUTE, NOW } from '../support/tasks';

test.each<[number, string]>([
  [0, '0 s'],
  [499, '0 s'],
  [999, '1 s'],
  [12_000, '12 s'],
  [59_999, '1 m'],
  [5 * MINUTE + 12_000, '5 m 12 s'],
  [HOUR, '1 h'],
  [HOUR + MINUTE + 59_000, '1 h 2 m'],
  [HOUR + 5_000, '1 h 5 s'],
  [DAY + 3 * HOUR + 5 * MINUTE, '1 d 3 h'],
  [40 * DAY, '40 d'],
])('%i ms are %s', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});

test('a time is shown in UTC, to the minute', () => {
  expect(atTime(NOW + 59_999)).toBe('2026-11-23 14:52 UTC');
  expect(atTime(0)).toBe('1970-01-01 00:00 UTC');
});

test.each([8_640_000_000_000_001, -1e300, Number.NaN, Number.POSITIVE_INFINITY])(
  '%s is no time, and throws nothing',
  (ms) => {
    expect(atTime(ms)).toBe('a time nobody knows');
  },
);

describe('a reason of the CDN', () => {
  test.each<[string, string]>([
    ['InternalError', 'the CDN had an internal error (InternalError)'],
    ['Internal Error', 'the CDN had an internal error (Internal Error)'],
    ['OriginTimeout', 'the origin did not answer in time (OriginTimeout)'],
    ['Origin Timeout', 'the origin did not answer in time (Origin Timeout)'],
    ['OriginReturn StatusCode 5XX', 'the origin answered with a server error (OriginReturn StatusCode 5XX)'],
    ['Origin Return StatusCode 5XX', 'the origin answered with a server error (Origin Return StatusCode 5XX)'],
    ['OriginReturn StatusCode 503', 'the origin answered with a server error (OriginReturn StatusCode 503)'],
    ['OriginReturn StatusCode 404', 'OriginReturn StatusCode 404'],
    ['timeout', 'the CDN gave it up (timeout)'],
    ['Canceled', 'it was cancelled (Canceled)'],
    ...['InternalError', 'OriginTimeout', 'OriginReturn StatusCode 5XX', 'timeout', 'Canceled'].flatMap(
      (known): [string, string][] => [
        [`Not ${known}`, `Not ${known}`],
        [`${known} twice`, `${known} twice`],
      ],
    ),
    ['OriginReturn StatusCode 50', 'OriginReturn StatusCode 50'],
    ['Quota exhausted', 'Quota exhausted'],
  ])('%s is told as "%s"', (reason, told) => {
    expect(explainReason(reason)).toBe(told);
  });
});

describe('an outcome', () => {
  test('is explained by the days of history that are set', () => {
    expect(explainOutcome('expired', 3)).toContain('within the 3 days');
  });

  test.each([...OUTCOMES])('%s has an explanation of its own', (outcome) => {
    const others = OUTCOMES.filter((other) => other !== outcome).map((other) => explainOutcome(other, 30));
    expect(explainOutcome(outcome, 30)).not.toBe('');
    expect(others).not.toContain(explainOutcome(outcome, 30));
  });

  test.each(['rejected', 'missing'] as const)('%s asks whether the id is right', (outcome) => {
    expect(explainOutcome(outcome, 30)).toContain('was it copied correctly');
  });
});
