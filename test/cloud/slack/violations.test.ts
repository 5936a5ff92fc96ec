import { describe, expect, test } from 'vitest';
import { violations } from './violations';

const chars = (count: number) => 'x'.repeat(count);
const times = (count: number, item: unknown) => Array.from({ length: count }, () => item);
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const header = (text: unknown) => ({ type: 'header', text });
const button = (more: object = {}) => ({ type: 'button', text: plain('Open'), url: 'https://example.com/', ...more });
const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
const text = (value: string) => ({ type: 'text', text: value });
const line = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements });
const list = (more: object = {}) => ({ type: 'rich_text_list', style: 'bullet', elements: [line(text('a'))], ...more });
const link = (url: string) => ({ type: 'link', url });

describe('Slack takes', () => {
  const cases: readonly (readonly [string, object])[] = [
    ['a text of 40,000 characters', { text: chars(40_000) }],
    ['50 blocks', { blocks: times(50, { type: 'divider' }) }],
    ['an attachment with a colour and blocks', { attachments: [{ color: '#36a64f', blocks: [section('a')] }] }],
    ['a section of 3,000 characters', { blocks: [section(chars(3_000))] }],
    ['a section of fields only', { blocks: [{ type: 'section', fields: times(10, mrkdwn('f')) }] }],
    ['a field of 2,000 characters', { blocks: [{ type: 'section', fields: [plain(chars(2_000))] }] }],
    ['a section with a button', { blocks: [{ ...section('a'), accessory: button() }] }],
    ['a header of 150 characters', { blocks: [header(plain(chars(150)))] }],
    [
      'a context of ten texts and images',
      { blocks: [{ type: 'context', elements: [image, ...times(9, plain('a'))] }] },
    ],
    ['25 buttons', { blocks: [{ type: 'actions', elements: times(25, button()) }] }],
    ['a list in a list', { blocks: [rich(list(), list({ indent: 1, style: 'ordered' }))] }],
    [
      'every inline element',
      {
        blocks: [
          rich(
            line(
              text('a'),
              link('https://example.com/'),
              { type: 'emoji', name: 'x' },
              { type: 'user', user_id: 'U1' },
            ),
            { type: 'rich_text_quote', elements: [{ type: 'broadcast', range: 'here' }] },
            { type: 'rich_text_preformatted', elements: [text('code')] },
          ),
        ],
      },
    ],
    ['13,200 characters in all blocks', { blocks: [...times(4, section(chars(3_000))), section(chars(1_200))] }],
    ['what it does not know at the top', { text: 'a', unfurl_links: false, icon_emoji: ':x:' }],
  ];
  test.each(cases)('%s', (_what, payload) => {
    expect(violations(payload)).toEqual([]);
  });
});

describe('Slack refuses', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['what is no object', [], 'invalid_payload: a message'],
    ['nothing to show', { unfurl_links: false }, 'no_text: neither'],
    ['an empty text and no block', { text: '', blocks: [] }, 'no_text: neither'],
    ['a text that is no string', { text: 5 }, 'invalid_payload: text'],
    ['a text of 40,001 characters', { text: chars(40_001) }, 'msg_too_long: text'],
    ['101 attachments', { attachments: times(101, { text: 'a' }) }, 'too_many_attachments: attachments'],
    ['blocks that are no list', { blocks: {} }, 'invalid_blocks_format: blocks'],
    ['51 blocks', { blocks: times(51, { type: 'divider' }) }, 'invalid_blocks: blocks: Invalid length: Expected <=50'],
    ['a block of an unknown type', { blocks: [{ type: 'table' }] }, 'invalid_blocks: blocks.0.type'],
    ['a property nobody knows', { blocks: [{ type: 'divider', colour: 1 }] }, 'invalid_blocks: blocks.0.colour'],
    ['a section of 3,001 characters', { blocks: [section(chars(3_001))] }, 'invalid_blocks: blocks.0.text.text'],
    ['an empty section', { blocks: [section('')] }, 'invalid_blocks: blocks.0.text.text'],
    ['a section of nothing', { blocks: [{ type: 'section' }] }, 'invalid_blocks: blocks.0: a section needs'],
    [
      'eleven fields',
      { blocks: [{ type: 'section', fields: times(11, plain('a')) }] },
      'invalid_blocks: blocks.0.fields',
    ],
    [
      'a field of 2,001 characters',
      { blocks: [{ type: 'section', fields: [plain(chars(2_001))] }] },
      'invalid_blocks: blocks.0.fields.0.text',
    ],
    ['a header of 151 characters', { blocks: [header(plain(chars(151)))] }, 'invalid_blocks: blocks.0.text.text'],
    ['a header in mrkdwn', { blocks: [header(mrkdwn('a'))] }, 'invalid_blocks: blocks.0.text.type'],
    [
      'a context of eleven',
      { blocks: [{ type: 'context', elements: times(11, plain('a')) }] },
      'invalid_blocks: blocks.0.elements',
    ],
    ['a context of nothing', { blocks: [{ type: 'context', elements: [] }] }, 'invalid_blocks: blocks.0.elements'],
    [
      '26 buttons',
      { blocks: [{ type: 'actions', elements: times(26, button()) }] },
      'invalid_blocks: blocks.0.elements',
    ],
    [
      'a button of 76 characters',
      { blocks: [{ type: 'actions', elements: [button({ text: plain(chars(76)) })] }] },
      'invalid_blocks: blocks.0.elements.0.text',
    ],
    [
      'a button with a URL of 3,001',
      { blocks: [{ type: 'actions', elements: [button({ url: chars(3_001) })] }] },
      'invalid_blocks: blocks.0.elements.0.url',
    ],
    ['rich text without elements', { blocks: [rich()] }, 'invalid_blocks: blocks.0.elements'],
    ['an empty rich text', { blocks: [rich(line(text('')))] }, 'invalid_blocks: blocks.0.elements.0.elements.0.text'],
    [
      'a list item that is no section',
      { blocks: [rich(list({ elements: [text('a')] }))] },
      'invalid_blocks: blocks.0.elements.0.elements.0.type',
    ],
    ['a list nine deep', { blocks: [rich(list({ indent: 9 }))] }, 'invalid_blocks: blocks.0.elements.0.indent'],
    [
      'a link without a scheme',
      { blocks: [rich(line(link('example.com/a')))] },
      'invalid_blocks: blocks.0.elements.0.elements.0.url',
    ],
    [
      '13,201 characters in all blocks',
      { blocks: [...times(4, section(chars(3_000))), section(chars(1_201))] },
      'msg_blocks_too_long: 13201',
    ],
    [
      'too much in an attachment',
      { attachments: [{ blocks: [section(chars(3_001))] }] },
      'invalid_blocks: attachments.0.blocks.0.text.text',
    ],
  ];
  test.each(cases)('%s', (_what, payload, start) => {
    const [first = ''] = violations(payload);
    expect(first.slice(0, start.length)).toBe(start);
  });

  test('several things at once, each named', () => {
    expect(violations({ blocks: [section(''), header(mrkdwn('a'))] })).toHaveLength(2);
  });
});
