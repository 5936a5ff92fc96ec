/** The order of keys. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortKey } from './key';
import { INF_MAX, INF_MIN, type KeyValue, type Marker } from './value';

const sorted = (...values: (KeyValue | Marker)[]) => sortKey(values.map((value) => ({ name: 'k', value })));

describe('the order of keys', () => {
  test.each<[string, (KeyValue | Marker)[], (KeyValue | Marker)[]]>([
    ['a prefix comes first', ['a'], ['ab']],
    ['a prefix comes first, whatever follows it', ['a', 'z'], ['ab', 'a']],
    ['also before a zero byte', ['a', 'z'], ['a\0', 'a']],
    ['the least value comes before the empty string', [INF_MIN], ['']],
    ['the greatest value comes after every byte', [Buffer.alloc(9, 255)], [INF_MAX]],
    ['the least value comes before the least integer', [INF_MIN], [-(2n ** 63n)]],
    ['negative integers come before positive ones', [-1n], [0n]],
    ['integers are numbers, not digits', [9n], [10n]],
    ['strings are ordered by UTF-8, not by UTF-16', ['\uff5e'], ['\u{1f600}']],
    ['the first column decides', [1n, INF_MAX], [2n, INF_MIN]],
  ])('%s', (_, low, high) => {
    expect(sorted(...low) < sorted(...high)).toBe(true);
  });

  test('of integers is the order of their sort keys', () => {
    const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        expect(sorted(a) < sorted(b)).toBe(a < b);
      }),
    );
  });

  test('of byte strings is the order of their sort keys, whatever the next column holds', () => {
    const bytes = fc.uint8Array({ maxLength: 5 }).map((raw) => Buffer.from(raw));
    fc.assert(
      fc.property(bytes, bytes, bytes, bytes, (a, b, c, d) => {
        const order = Buffer.compare(a, b) || Buffer.compare(c, d);
        expect(sorted(a, c) < sorted(b, d)).toBe(order < 0);
      }),
    );
  });
});
