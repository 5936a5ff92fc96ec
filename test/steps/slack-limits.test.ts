/** Each limit just met and just passed. */
import { describe, expect, test } from 'vitest';
import type { Payload } from '../../lib/ports';
import { LIMITS, overLimits } from '../../lib/steps/slack-limits';
import { violations } from '../cloud/slack/violations';

const payload = (text: string, blocks: object[] = []): Payload => ({
  text,
  blocks,
  unfurl_links: false,
  unfurl_media: false,
});
const x = (length: number) => 'x'.repeat(length);

const header = (length: number) => ({ type: 'header', text: { type: 'plain_text', text: x(length) } });
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const said = (length: number) => rich({ type: 'text', text: x(length) });
const linked = (length: number) => {
  const url = `https://example.com/${x(length)}`;
  return rich({ type: 'link', url: url.slice(0, length - 4), text: 'here' });
};
const context = (count: number, length = 1) => ({
  type: 'context',
  elements: Array.from({ length: count }, () => ({ type: 'plain_text', text: x(length) })),
});
const times = (count: number, block: object) => Array.from({ length: count }, () => block);

describe('a message', () => {
  test.each<[string, Payload, Payload, string]>([
    ['text', payload(x(LIMITS.text)), payload(x(LIMITS.text + 1)), 'the text has 40001, at most 40000'],
    [
      'blocks',
      payload('x', times(LIMITS.blocks, { type: 'divider' })),
      payload('x', times(LIMITS.blocks + 1, { type: 'divider' })),
      'the number of blocks has 51, at most 50',
    ],
    ['a header', payload('x', [header(150)]), payload('x', [header(151)]), 'a header has 151, at most 150'],
    ['text in a block', payload('x', [said(3_000)]), payload('x', [said(3_001)]), 'a rich_text has 3001'],
    ['addresses in a block', payload('x', [linked(3_000)]), payload('x', [linked(3_001)]), 'a rich_text has 3001'],
    ['elements of a context', payload('x', [context(10)]), payload('x', [context(11)]), 'a context has 11, at most 10'],
    ['text in a context', payload('x', [context(2, 1_500)]), payload('x', [context(1, 3_001)]), 'a context has 3001'],
    [
      'characters in all blocks',
      payload('x', times(4, said(3_000))),
      payload('x', [...times(4, said(3_000)), said(1)]),
      'the characters of all blocks has 12001, at most 12000',
    ],
  ])('may have so much of %s, and not more', (_what, met, passed, sentence) => {
    expect(overLimits(met)).toEqual([]);
    expect(overLimits(passed)).toEqual([expect.stringContaining(sentence)]);
    // Slack itself, as far as it is known, is not stricter.
    expect(violations(met)).toEqual([]);
  });

  test.each([
    ['no text', ''],
    ['a text that shows nothing', ' \n'],
  ])('needs a text: %s', (_why, text) => {
    expect(overLimits(payload(text))).toEqual(['there is no text']);
  });

  test('may have more than ten parts in a block of text', () => {
    const parts = Array.from({ length: 11 }, () => said(1).elements).flat();
    expect(overLimits(payload('x', [{ type: 'rich_text', elements: parts }]))).toEqual([]);
  });

  test('needs no blocks', () => {
    expect(overLimits({ text: 'x', unfurl_links: false, unfurl_media: false })).toEqual([]);
  });

  test('is told of every limit it is over', () => {
    expect(overLimits(payload('', [header(151), said(3_001), context(11)]))).toHaveLength(4);
  });

  test('is measured in UTF-16 units, the strictest reading', () => {
    expect(overLimits(payload('x', [{ ...header(0), text: { type: 'plain_text', text: '😀'.repeat(75) } }]))).toEqual(
      [],
    );
    expect(
      overLimits(payload('x', [{ ...header(0), text: { type: 'plain_text', text: '😀'.repeat(76) } }])),
    ).toHaveLength(1);
  });
});
