import { describe, expect, test } from 'vitest';
import { signatureOf, stringToSign } from './signature';

describe('the RPC signature', () => {
  test("agrees with the vendor's example", () => {
    const params = new Map([
      ['Timestamp', '2016-02-23T12:46:24Z'],
      ['Format', 'XML'],
      ['AccessKeyId', 'testid'],
      ['Action', 'DescribeRegions'],
      ['SignatureMethod', 'HMAC-SHA1'],
      ['SignatureNonce', '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf'],
      ['Version', '2014-05-26'],
      ['SignatureVersion', '1.0'],
    ]);
    expect(signatureOf('GET', params, 'testsecret')).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=');
  });

  test('is made of every parameter but itself', () => {
    const params = new Map([['A', '1']]);
    const withItself = new Map([...params, ['Signature', 'x']]);
    expect(stringToSign('POST', withItself)).toBe(stringToSign('POST', params));
  });

  test.each([
    ['a space', 'a b', 'a%2520b'],
    ['the characters encodeURIComponent leaves alone', "!'()*", '%2521%2527%2528%2529%252A'],
    ['what needs no escape', 'A-z_0.9~', 'A-z_0.9~'],
    ['letters beyond ASCII', 'é', '%25C3%25A9'],
  ])('escapes %s twice', (_what, value, escaped) => {
    expect(stringToSign('GET', new Map([['P', value]]))).toBe(`GET&%2F&P%3D${escaped}`);
  });
});
