/** Takes the credentials out of a text that comes from a vendor: some errors echo what was sent, encoded, or cut off at its end. */
import type { Credentials } from './credentials';

const HIDDEN = '[redacted]';

/** So many letters of a secret give it away: what follows them goes too, as far as it could belong to it. */
const BEGINNING = 12;

/** How + and /, and =, may be written: as they are, for a URL or in it, in JSON, in HTML. */
const SIGN = String.raw`[A-Z0-9+/_-]|\\/|%(?:25)*2[BF]|\\u002[bf]|&#(?:43|47|x2[bf]);`;
const PADDING = String.raw`=|%(?:25)*3D|\\u003d|&#(?:61|x3d);`;

/** What a request is signed with: the base64 of a SHA-1 or a SHA-256, in whatever words it is echoed, and not a part of more. */
const SIGNATURE = new RegExp(`(?<![A-Z0-9+/])(?:${SIGN}){27}(?:(?:${SIGN}){16})?(?:${PADDING})(?![A-Z0-9])`, 'gi');

export function redact(text: string, { accessKeyId, accessKeySecret, securityToken = '' }: Credentials): string {
  return [securityToken, accessKeySecret, accessKeyId]
    .filter(Boolean)
    .reduce((shown, secret) => shown.replace(inAnyForm(secret), HIDDEN), text)
    .replace(/(Signature|SecurityToken|AccessKeyId)(=|%3D|%253D)(?:(?!&|%26|%2526)[^\s"'])*/gi, `$1$2${HIDDEN}`)
    .replace(SIGNATURE, HIDDEN);
}

/** An error code or request id as it may be shown: a word, and nothing that could carry anything else; or nothing. */
export function word(text: string, credentials: Credentials): string {
  const shown = redact(text, credentials);
  return /^[\w.:-]{1,80}$/.test(shown) ? shown : '';
}

/** A secret as it is, escaped for JSON, or encoded for a URL once or more often. */
function inAnyForm(secret: string): RegExp {
  const letters = Array.from(secret.slice(0, BEGINNING), (letter) => {
    if (/\w/.test(letter)) return letter;
    const hex = letter.codePointAt(0)?.toString(16).padStart(2, '0');
    return `(?:\\\\?\\u{${hex}}|%(?:25)*${hex}|\\\\u00${hex}|&#(?:${letter.codePointAt(0)}|x${hex});)`;
  });
  const rest = secret.length > BEGINNING ? '(?:[\\w+/=%\\\\-]|&#x?\\w+;)*' : '';
  return new RegExp(letters.join('') + rest, 'giu');
}
