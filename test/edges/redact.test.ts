/** No form of a credential or a signature that a vendor may echo is shown. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { redact, word } from '../../lib/edges/redact';

const KEYS = {
  accessKeyId: 'LTAI5tTestKeyId01234',
  accessKeySecret: 'TestSecret0123456789abcdef',
  securityToken: 'CAIS+a/bcdef0123456789ABCDEF==',
};
const { accessKeyId, accessKeySecret, securityToken } = KEYS;
const lower = (text: string) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase());
const escaped = (text: string, form: (hex: string) => string) =>
  text.replace(/[+/=]/g, (sign) => form(sign.charCodeAt(0).toString(16)));
const sign = (hash: string) => createHmac(hash, accessKeySecret).update('a request').digest('base64');

describe('a text of a vendor', () => {
  test.each([
    ['the access key id', accessKeyId],
    ['the secret', accessKeySecret],
    ['the token', securityToken],
    ['the token in a URL', encodeURIComponent(securityToken)],
    ['the token in a URL in a URL', encodeURIComponent(encodeURIComponent(securityToken))],
    ['the token in a URL, in small letters', lower(securityToken)],
    ['the token in JSON', securityToken.replaceAll('/', '\\/')],
    ['the token, cut off', securityToken.slice(0, 15)],
    ['the token in JSON, by numbers', escaped(securityToken, (code) => `\\u00${code}`)],
    ['the token in HTML', escaped(securityToken, (code) => `&#x${code};`)],
    ['a signature in JSON, by numbers', escaped(sign('sha256'), (code) => `\\u00${code}`)],
    ['a signature in HTML', escaped(sign('sha1'), (code) => `&#${Number.parseInt(code, 16)};`)],
    ['a signature by HMAC-SHA1', sign('sha1')],
    ['a signature by HMAC-SHA256', sign('sha256')],
    ['a signature in a URL', encodeURIComponent(sign('sha1'))],
    ['a signature in a URL in a URL', encodeURIComponent(encodeURIComponent(sign('sha256')))],
  ])('does not show %s', (_, secret) => {
    for (const around of ['refused: %, sorry', 'FC LTAI5:%', 'The signature % is wrong', 'Signature="%"', 'x-y:%']) {
      const shown = redact(
        around.replace('%', () => secret),
        KEYS,
      );
      expect(shown).toContain('[redacted]');
      expect(shown).not.toContain(secret.slice(0, 12));
      expect(shown).not.toContain(secret.slice(-12));
    }
  });

  test.each([
    'Specified access key is not found or invalid.',
    'OTSServerBusy: E0C2EF95-B1EC-4C93-855E-37E7A2B4D6A5',
    'https://cdn.example.com/assets/images/2024/autumn/collection/summer2024=1',
    'https://www.example.com/static/css/app.0123456789abcdef0123456789abcdef.css?v=1',
  ])('is shown as it is: %s', (text) => {
    expect(redact(text, KEYS)).toBe(text);
  });
});

describe('a code or a request id', () => {
  test.each([
    ['a code', 'Throttling.User', 'Throttling.User'],
    ['an id', 'E0C2EF95-B1EC-4C93-855E-37E7A2B4D6A5', 'E0C2EF95-B1EC-4C93-855E-37E7A2B4D6A5'],
    ['an access key id', accessKeyId, ''],
    ['something with an access key id', `Refused.${accessKeyId}`, ''],
    ['a sentence', 'not a code', ''],
    ['something long', 'x'.repeat(81), ''],
  ])('%s', (_, text, shown) => {
    expect(word(text, KEYS)).toBe(shown);
  });
});
