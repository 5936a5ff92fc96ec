import { describe, expect, test } from 'vitest';
import { asPlainText } from './render';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string) => ({ type: 'plain_text', text });
const text = (value: string) => ({ type: 'text', text: value });
const line = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });

test('a message reads as it does in Slack', () => {
  const payload = {
    text: 'what the notification shows',
    blocks: [
      { type: 'header', text: plain('1 task failed, 2 complete') },
      { type: 'section', text: mrkdwn('*deploy 1.2.3* of <https://example.com/?a&amp;b|the shop>') },
      {
        type: 'rich_text',
        elements: [
          line({ type: 'emoji', name: 'x' }, text(' Failed\n')),
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              line({ type: 'link', url: 'https://example.com/a.js' }, text(' — the origin timed out\nafter 5 min')),
              line({ type: 'link', url: 'https://example.com/b.js', text: 'b.js' }),
            ],
          },
          { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [line(text('and 37 more'))] },
          { type: 'rich_text_list', style: 'ordered', offset: 4, elements: [line(text('fifth'))] },
          { type: 'rich_text_quote', elements: [text('quoted\ntwice')] },
          { type: 'rich_text_preformatted', elements: [text('id 12345678')] },
        ],
      },
      { type: 'divider' },
      { type: 'context', elements: [mrkdwn('12:00–12:05 UTC'), plain('digest a1b2c3')] },
    ],
  };
  expect(asPlainText(payload)).toBe(
    [
      '1 task failed, 2 complete',
      '━━━━━━━━━━━━━━━━━━━━━━━━━',
      '*deploy 1.2.3* of the shop (https://example.com/?a&b)',
      '',
      '❌ Failed',
      '  • https://example.com/a.js — the origin timed out',
      '    after 5 min',
      '  • b.js (https://example.com/b.js)',
      '    ◦ and 37 more',
      '  5. fifth',
      '> quoted',
      '> twice',
      '    id 12345678',
      '────────────────────────────────────────────────────────────',
      '12:00–12:05 UTC  digest a1b2c3',
    ].join('\n'),
  );
});

describe('a terminal shows', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['the text of a message without blocks', { text: 'a &lt;b&gt; &amp;amp; c' }, 'a <b> &amp; c'],
    ['mentions by name', { text: '<!here> <@U1|bob> <#C1|general> <!subteam^S1|@ops>' }, '@here @bob #general @ops'],
    ['a date as its fallback', { text: '<!date^1^{date}|yesterday>' }, 'yesterday'],
    ['emoji it knows', { text: ':white_check_mark: 12:30:45 :unknown:' }, '✅ 12:30:45 :unknown:'],
    [
      'fields and buttons',
      {
        blocks: [
          { type: 'section', fields: [mrkdwn('*Region*\ncn-hangzhou'), plain('x')] },
          { type: 'actions', elements: [{ type: 'button', text: plain('Open'), url: 'https://a.com' }] },
        ],
      },
      '  *Region* cn-hangzhou\n  x\n\n[ Open ] https://a.com',
    ],
    [
      'an attachment behind its bar',
      { text: 'a', attachments: [{ color: '#f00', blocks: [{ type: 'section', text: plain('b\nc') }] }] },
      'a\n\n┃ b\n┃ c',
    ],
    ['an image by its description', { blocks: [{ type: 'image', image_url: 'u', alt_text: 'a graph' }] }, '[a graph]'],
    ['the name of a block it does not know', { blocks: [{ type: 'table' }] }, '[table]'],
    ['no control characters', { text: 'a\u001b[31mb\tc\nd' }, 'a[31mbc\nd'],
    ['nothing for nothing', null, ''],
  ];
  test.each(cases)('%s', (_what, payload, shown) => {
    expect(asPlainText(payload)).toBe(shown);
  });
});
