/** The Slack edge over a real connection: what each answer means for the message. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../lib/edges/slack';
import type { Channel, Payload, Posted } from '../../lib/ports';
import { type SlackServer, slackServer } from '../cloud/slack/server';

const NOW = Date.UTC(2026, 10, 23, 12);
const MESSAGE: Payload = { text: 'CDN: 1 complete', unfurl_links: false, unfurl_media: false };

let server: SlackServer;
let channel: Channel;
beforeEach(async () => {
  server = await slackServer({ burst: 100, secret: 'WebhookSecret42' });
  channel = createSlack(server.webhookUrl, () => NOW);
});
afterEach(() => server.close());

function answers(status: number, body: string, headers: Record<string, string> = {}): void {
  server.faults.next({ kind: 'answer', answer: { status, headers, body } });
}

it('posts the message as it is, without any transport option in it', async () => {
  expect(await channel.post(MESSAGE, 2_000)).toEqual({ kind: 'accepted' });
  expect(server.messages.map(({ payload }) => payload)).toEqual([MESSAGE]);
});

it('takes any time for a timeout, since what is left is seldom a whole number of ms', async () => {
  expect(await channel.post(MESSAGE, 2_500.123)).toEqual({ kind: 'accepted' });
});

describe('an answer', () => {
  it.each<[number, string, Posted['kind'], string]>([
    [400, 'invalid_payload', 'bad-message', 'invalid_payload'],
    [400, 'no_text', 'bad-message', 'no_text'],
    [400, 'too_many_attachments', 'bad-message', 'too_many_attachments'],
    [400, 'invalid_blocks', 'bad-message', 'invalid_blocks'],
    [400, 'invalid_blocks_format', 'bad-message', 'invalid_blocks_format'],
    [400, 'msg_too_long', 'bad-message', 'msg_too_long'],
    [400, 'a_word_of_next_year', 'unclear', 'a_word_of_next_year'],
    [413, '<html>too large</html>', 'unclear', 'HTTP 413'],
    [400, 'no_service', 'bad-webhook', 'no_service'],
    [400, 'channel_is_archived', 'bad-webhook', 'channel_is_archived'],
    [400, 'user_not_found', 'bad-webhook', 'user_not_found'],
    [404, 'user_not_found', 'bad-webhook', 'user_not_found'],
    [403, 'action_prohibited', 'bad-webhook', 'action_prohibited'],
    [403, 'posting_to_general_channel_denied', 'bad-webhook', 'posting_to_general_channel_denied'],
    [403, 'invalid_token', 'bad-webhook', 'invalid_token'],
    [404, 'channel_not_found', 'bad-webhook', 'channel_not_found'],
    [404, 'no_service', 'bad-webhook', 'no_service'],
    [404, 'no_active_hooks', 'bad-webhook', 'no_active_hooks'],
    [410, 'channel_is_archived', 'bad-webhook', 'channel_is_archived'],
    [400, '<html>a proxy</html>', 'unclear', 'HTTP 400'],
    [403, '<html>a proxy</html>', 'bad-webhook', 'HTTP 403'],
    [408, '', 'unclear', 'HTTP 408'],
    [500, 'rollup_error', 'unclear', 'rollup_error'],
    [502, '<html>Bad Gateway</html>', 'unclear', 'HTTP 502'],
    [503, '', 'unclear', 'HTTP 503'],
    [200, '<html>log in first</html>', 'unclear', 'answered 200 without ok'],
    [200, '', 'unclear', 'answered 200 without ok'],
  ])('of %i %s means %s', async (status, body, kind, code) => {
    answers(status, body);
    expect(await channel.post(MESSAGE, 2_000)).toEqual({ kind, code });
  });

  it.each<[string, Record<string, string>, number]>([
    ['of 30 s', { 'retry-after': '30' }, 30_000],
    ['of 0 s', { 'retry-after': '0' }, 1_000],
    ['of half a second', { 'retry-after': '0.5' }, 1_000],
    ['that is absent', {}, 1_000],
    ['that is nonsense', { 'retry-after': 'soon' }, 1_000],
    ['that is negative', { 'retry-after': '-5' }, 1_000],
    ['of a year', { 'retry-after': '31536000' }, 3_600_000],
    [
      'that is a date',
      { 'retry-after': 'Mon, 23 Nov 2026 12:00:20 GMT', date: 'Mon, 23 Nov 2026 12:00:00 GMT' },
      20_000,
    ],
    [
      "that is a date, by Slack's clock",
      { 'retry-after': 'Mon, 23 Nov 2026 12:05:20 GMT', date: 'Mon, 23 Nov 2026 12:05:00 GMT' },
      20_000,
    ],
  ])('of 429 with a Retry-After %s asks to wait', async (_, headers, retryAfterMs) => {
    answers(429, '{"retry_after":1,"ok":false,"error":"rate_limited"}', headers);
    expect(await channel.post(MESSAGE, 2_000)).toEqual({ kind: 'limited', retryAfterMs });
  });

  it.each([
    ['that never comes', { kind: 'hang' }, 0],
    ['that is lost before Slack has the message', { kind: 'reset' }, 0],
    ['that is lost after Slack has taken the message', { kind: 'lost' }, 1],
    ['that is cut off', { kind: 'cut', bytes: 1 }, 1],
    ['that never comes though Slack has taken the message', { kind: 'unanswered' }, 1],
    ['that became another one on its way', { kind: 'changed', change: () => ({ status: 502, body: '' }) }, 1],
  ] as const)('%s is unclear, and is not followed by a second post', async (_, fault, taken) => {
    server.faults.next(fault);
    expect(await channel.post(MESSAGE, 300)).toMatchObject({ kind: 'unclear' });
    expect([server.arrived, server.messages.length]).toEqual([1, taken]);
  });
});

it('shows the address of the webhook in no answer', async () => {
  server.state = 'no_service';
  const dead = createSlack('http://127.0.0.1:1/services/T0/B0/WebhookSecret42', () => NOW);
  const shown = JSON.stringify([await channel.post(MESSAGE, 2_000), await dead.post(MESSAGE, 2_000)]);
  expect(shown).not.toContain('WebhookSecret42');
  expect(shown).not.toContain('services');
});
