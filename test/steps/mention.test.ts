/** Whom a failure pings: what the setting may be, and how Slack wants it. */
import { describe, expect, test } from 'vitest';
import { type Mention, mentionElement, mentionText, readMention } from '../../lib/steps/mention';
import { pings } from '../cloud/slack/mentions';

const USER: Mention = { kind: 'user', id: 'U0123ABCD' };
const GROUP: Mention = { kind: 'usergroup', id: 'S0123ABCD' };
const HERE: Mention = { kind: 'broadcast', range: 'here' };

describe('the setting', () => {
  test.each<[string, string, Mention | undefined]>([
    ['can be a user', 'U0123ABCD', USER],
    ['can be a user of an enterprise grid', 'W0123ABCD', { kind: 'user', id: 'W0123ABCD' }],
    ['can be a group', 'S0123ABCD', GROUP],
    ['can have an @', '@U0123ABCD', USER],
    ['can have space around it', ' S0123ABCD\n', GROUP],
    ['can be here', 'here', HERE],
    ['can be @here', '@here', HERE],
    ['can be channel', 'channel', { kind: 'broadcast', range: 'channel' }],
    ['can be everyone', '@everyone', { kind: 'broadcast', range: 'everyone' }],
    ['is none when it is empty', '', undefined],
    ['is none when it is only an @', '@', undefined],
    ['is no name of a person: Slack pings ids only', '@alice', undefined],
    ['is no id in small letters', 'u0123abcd', undefined],
    ['is no word in capitals', 'HERE', undefined],
    ['is no id of a channel', 'C0123ABCD', undefined],
    ['is no id of an app', 'B0123ABCD', undefined],
    ['is no id that is too short', 'U0123', undefined],
    ['is no id that is too long', `U${'0'.repeat(21)}`, undefined],
    ['is not two', 'U0123ABCD U0123ABCE', undefined],
    ['is not two on two lines', 'here\nU0123ABCD', undefined],
    ['is not written as Slack writes it', '<@U0123ABCD>', undefined],
    ['is no mark with something behind it', 'here> <!channel', undefined],
    ['has one @ at most', '@@here', undefined],
  ])('%s', (_why, text, mention) => {
    expect(readMention(text)).toEqual(mention);
  });
});

test.each<[string, Mention, object, string]>([
  ['a user', USER, { type: 'user', user_id: 'U0123ABCD' }, '<@U0123ABCD>'],
  ['a group', GROUP, { type: 'usergroup', usergroup_id: 'S0123ABCD' }, '<!subteam^S0123ABCD>'],
  ['here', HERE, { type: 'broadcast', range: 'here' }, '<!here>'],
])('%s is pinged by an element and by text alike', (_who, mention, element, text) => {
  expect(mentionElement(mention)).toEqual(element);
  expect(mentionText(mention)).toBe(text);
  expect(pings({ blocks: [mentionElement(mention)] })).toEqual([text]);
  expect(pings({ text: mentionText(mention) })).toEqual([text]);
});
