import { describe, expect, test } from 'vitest';
import { links, pings } from './mentions';

const mrkdwn = (text: string) => ({ blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text }] }] });
const plain = (text: string) => ({ blocks: [{ type: 'header', text: { type: 'plain_text', text } }] });
const rich = (...elements: object[]) => ({
  blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
});

describe('pings', () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['are seen in the top-level text', { text: 'hey <!channel>' }, ['<!channel>']],
    [
      'are seen in mrkdwn',
      mrkdwn('<!here> <!everyone> <@U12AB> <!subteam^S12>'),
      ['<!here>', '<!everyone>', '<@U12AB>', '<!subteam^S12>'],
    ],
    ['are seen with a label', mrkdwn('<!here|here> <@W1|bob>'), ['<!here|here>', '<@W1|bob>']],
    [
      'are seen in attachments',
      { attachments: [{ text: '<!here>', fields: [{ value: '<@U1>' }] }] },
      ['<!here>', '<@U1>'],
    ],
    [
      'are seen as elements of rich text',
      rich(
        { type: 'broadcast', range: 'channel' },
        { type: 'user', user_id: 'U1' },
        { type: 'usergroup', usergroup_id: 'S1' },
      ),
      ['<!channel>', '<@U1>', '<!subteam^S1>'],
    ],
    ['are harmless in plain text', plain('<!channel>'), []],
    ['are harmless in a text of rich text', rich({ type: 'text', text: '<!channel>' }), []],
    ['are harmless when escaped', { text: '&lt;!channel&gt; &lt;@U1&gt;' }, []],
    ['are not channels, dates or links', mrkdwn('<#C1|general> <!date^1^{date}|now> <https://a.com|x>'), []],
    ['are not there in nothing', undefined, []],
  ];
  test.each(cases)('%s', (_what, payload, found) => {
    expect(pings(payload)).toEqual(found);
  });
});

describe('links', () => {
  const cases: readonly (readonly [string, unknown, readonly object[]])[] = [
    [
      'show their label',
      { text: '<https://a.com/?x=1&amp;y=2|the &lt;file&gt;>' },
      [{ url: 'https://a.com/?x=1&y=2', text: 'the <file>' }],
    ],
    [
      'show themselves',
      mrkdwn('see <http://a.com> and <mailto:a@b.c>'),
      [
        { url: 'http://a.com', text: 'http://a.com' },
        { url: 'mailto:a@b.c', text: 'mailto:a@b.c' },
      ],
    ],
    [
      'are elements of rich text',
      rich({ type: 'link', url: 'https://a.com', text: 'a' }, { type: 'link', url: 'https://b.com' }),
      [
        { url: 'https://a.com', text: 'a' },
        { url: 'https://b.com', text: 'https://b.com' },
      ],
    ],
    ['are not mentions', mrkdwn('<!here> <@U1>'), []],
    ['are not made by plain or escaped text', { ...plain('<https://a.com|x>'), text: '&lt;https://a.com|x&gt;' }, []],
  ];
  test.each(cases)('%s', (_what, payload, found) => {
    expect(links(payload)).toEqual(found);
  });
});
