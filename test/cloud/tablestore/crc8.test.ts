/** The checksum, against values known from elsewhere. */
import { describe, expect, test } from 'vitest';
import { crc8, crc8Bytes } from './crc8';

describe('crc8', () => {
  test.each([
    ['no bytes', '', 0x00],
    ['a zero byte', '\0', 0x00],
    // 0x61 shifted through 0x07 by hand: 61 c2 83 01 02 04 08 10 20
    ['one letter', 'a', 0x20],
    ["the polynomial's published check value", '123456789', 0xf4],
  ])('of %s', (_, text, expected) => {
    expect(crc8Bytes(0, Buffer.from(text))).toBe(expected);
  });

  test('can be continued, byte by byte or over a part of a buffer', () => {
    const bytes = Buffer.from('xx123456789xx');
    const begun = crc8Bytes(0, bytes, 2, 6);
    expect(crc8Bytes(begun, bytes, 6, 11)).toBe(0xf4);
    expect([...bytes.subarray(2, 11)].reduce(crc8, 0)).toBe(0xf4);
  });
});
