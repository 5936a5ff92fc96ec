import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lease } from '../../lib/ports';
import { isHeld, isSilent, nextLease, quietUntil, SKEW_MARGIN } from '../../lib/steps/lease';
import { DAY, HOUR, MINUTE, NOW } from '../support/tasks';

const lease = (fields: Partial<Lease> = {}): Lease => ({ owner: 'request-1', epoch: 1, until: 0, ...fields });
const SECONDS = NOW / 1_000;

describe('a lease', () => {
  test.each<[string, Lease | undefined, boolean]>([
    ['is not held when nobody ever swept', undefined, false],
    ['is not held when it was given back', lease({ until: 0 }), false],
    ['is held one ms before its end', lease({ until: NOW + 1 }), true],
    ['is not held at its end', lease({ until: NOW }), false],
    ['is not held after its end', lease({ until: NOW - 1 }), false],
    ['is held as long as any function can run', lease({ until: NOW + DAY + SKEW_MARGIN }), true],
    ['is not held for longer: a clock was wrong', lease({ until: NOW + DAY + SKEW_MARGIN + 1 }), false],
  ])('%s', (_why, seen, held) => {
    expect(isHeld(seen, NOW)).toBe(held);
  });
});

describe('the CDN has been left in peace', () => {
  test.each<[string, Lease | undefined, boolean]>([
    ['when nobody ever swept', undefined, true],
    ['when no sweep ever asked', lease(), true],
    ['when the last sweep was over five seconds ago', lease({ asked: NOW - 5_000 }), true],
    ['not when it was over just now', lease({ asked: NOW - 4_999 }), false],
    ['not when it was over in the future, by a clock that is ahead', lease({ asked: NOW + HOUR }), false],
  ])('%s', (_why, seen, silent) => {
    expect(isSilent(seen, NOW)).toBe(silent);
  });
});

describe('the next lease', () => {
  test.each<[string, Lease | undefined, number]>([
    ['begins with the seconds since 1970 when there was none', undefined, SECONDS],
    ['takes the seconds since 1970 when they are more', lease({ epoch: 5 }), SECONDS],
    ['takes one more when a sweep came in the same second', lease({ epoch: SECONDS }), SECONDS + 1],
    ['takes one more when the clock has gone back', lease({ epoch: SECONDS + 100 }), SECONDS + 101],
  ])('%s', (_why, seen, epoch) => {
    expect(nextLease(seen, 'request-2', NOW, 60_000).epoch).toBe(epoch);
  });

  test('lasts as long as the invocation can, and a margin for clocks that differ', () => {
    expect(nextLease(undefined, 'request-2', NOW, 60_000).until).toBe(NOW + 60_000 + SKEW_MARGIN);
    expect(SKEW_MARGIN).toBeGreaterThan(0);
  });

  test('belongs to its owner and keeps what the last sweep left', () => {
    const left = {
      cursor: '105',
      quiet: { channel: NOW + 5, failures: NOW + 6 },
      fault: 'Forbidden.RAM',
      faultTold: NOW - DAY,
      urls: 'abcdefghijkl!',
    };
    expect(nextLease(lease(left), 'request-2', NOW, 60_000)).toEqual({
      ...left,
      owner: 'request-2',
      epoch: SECONDS,
      until: NOW + 60_000 + SKEW_MARGIN,
    });
  });

  test('has a whole number for an epoch, larger than any before, whatever the clock says', () => {
    const jumps = fc.array(fc.integer({ min: -86_400_000, max: 86_400_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(jumps, (differences) => {
        let now = NOW;
        let seen: Lease | undefined;
        for (const difference of differences) {
          now += difference;
          const next = nextLease(seen, 'request-2', now, 60_000);
          expect(next.epoch).toBeGreaterThan(seen?.epoch ?? 0);
          expect(Number.isInteger(next.epoch)).toBe(true);
          expect(isHeld(next, now)).toBe(true);
          seen = next;
        }
      }),
    );
  });
});

describe('until when a webhook is left alone', () => {
  test.each<[string, Lease['quiet'], Lease['quiet']]>([
    ['is not said when Slack asked for nothing', undefined, {}],
    ['is what Slack asked for', { channel: NOW + MINUTE }, { channel: NOW + MINUTE }],
    ['is of no matter when it is past', { channel: NOW - MINUTE }, { channel: NOW - MINUTE }],
    ['is an hour at most: more was written by hand', { channel: NOW + DAY }, { channel: NOW + HOUR }],
    [
      'is known of each webhook for itself',
      { channel: NOW + DAY, failures: NOW + MINUTE },
      { channel: NOW + HOUR, failures: NOW + MINUTE },
    ],
  ])('%s', (_why, quiet, until) => {
    expect(quietUntil(lease(quiet ? { quiet } : {}), NOW)).toEqual(until);
  });
});
