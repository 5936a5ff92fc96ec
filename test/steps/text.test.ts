import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, cut, escapeMrkdwn } from '../../lib/steps/text';
import { unescaped } from '../cloud/slack/mrkdwn';
import { hostileText } from './hostile';

const isWellFormed = (text: string) => Buffer.from(text).toString() === text;

describe('cleaned text', () => {
  test.each<[string, string, string]>([
    ['is as it was when nothing is wrong with it', 'http://example.com/ä?a=1&b=<2>', 'http://example.com/ä?a=1&b=<2>'],
    ['is one line', 'a\nb\r\nc', 'a b c'],
    ['has no other separators of lines either', 'a\u2028b\u2029c\u0085d', 'a b c d'],
    ['has no controls', 'a\u0000b\u001B[31mc\u007Fd', 'a b [31mc d'],
    ['has no marks that turn the direction of reading', 'evil\u202Egpj.exe\u2066', 'evil gpj.exe'],
    ['has no characters without width', 'a\u200Bb\u2060c\uFEFFd', 'a b c d'],
    ['has no letters that show nothing', 'a\u3164b', 'a b'],
    ['has one space for many of them', 'a\u0000\u200B\nb', 'a b'],
    ['has no space around it', ' \n a \t', 'a'],
    ['is nothing when nothing could be seen', '\u200B\u0000', ''],
    ['has U+FFFD for the first half of a pair', 'a\uD83Db', 'a\uFFFDb'],
    ['has U+FFFD for the second half of a pair', 'a\uDE00b', 'a\uFFFDb'],
    ['has U+FFFD for each half when they are the wrong way round', '\uDE00\uD83D', '\uFFFD\uFFFD'],
    ['has U+FFFD for a half next to a pair', '\uD83D\uD83D\uDE00\uDE00', '\uFFFD\u{1F600}\uFFFD'],
    ['keeps whole pairs', '\u{1F600}', '\u{1F600}'],
  ])('%s', (_why, text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });

  test('is one well-formed line without controls, and clean, whatever it was', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const cleaned = clean(text);
        expect(isWellFormed(cleaned)).toBe(true);
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(clean(cleaned)).toBe(cleaned);
      }),
    );
  });
});

describe('cut text', () => {
  test.each<[string, string, number, string]>([
    ['is whole when it is short enough', 'abc', 3, 'abc'],
    ['ends in … when it is one too long', 'abcd', 3, 'ab…'],
    ['is whole when it is empty', '', 3, ''],
    ['does not end in half a pair', 'a\u{1F600}b', 3, 'a…'],
    ['keeps a pair that fits', 'a\u{1F600}bc', 4, 'a\u{1F600}…'],
    ['is only … when there is room for nothing else', 'abc', 1, '…'],
  ])('%s', (_why, text, length, shown) => {
    expect(cut(text, length)).toBe(shown);
  });

  test('is never too long, never broken, and begins as the text does', () => {
    fc.assert(
      fc.property(hostileText.map(clean), fc.integer({ min: 1, max: 60 }), (text, length) => {
        const shown = cut(text, length);
        expect(shown.length).toBeLessThanOrEqual(length);
        expect(isWellFormed(shown)).toBe(true);
        expect(shown === text || (shown.endsWith('…') && text.startsWith(shown.slice(0, -1)))).toBe(true);
      }),
    );
  });
});

describe('text escaped for mrkdwn', () => {
  test.each<[string, string, string]>([
    ['can not ping', '<!channel> <@U1>', '&lt;!channel&gt; &lt;@U1&gt;'],
    ['can not make a link', '<http://evil.example|good>', '&lt;http://evil.example|good&gt;'],
    ['shows an entity as it was written', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['keeps all other marks', '*a* _b_ ~c~ `d` "e"', '*a* _b_ ~c~ `d` "e"'],
  ])('%s', (_why, text, escaped) => {
    expect(escapeMrkdwn(text)).toBe(escaped);
  });

  test('reads as the text, and holds no angle bracket', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(unescaped(escapeMrkdwn(text))).toBe(text);
        expect(escapeMrkdwn(text)).not.toMatch(/[<>]/);
      }),
    );
  });
});
