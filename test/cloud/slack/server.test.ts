import { IncomingWebhook } from '@slack/webhook';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rateLimited, type SlackState } from './answers';
import { type SlackServer, slackServer } from './server';

const NOON = Date.UTC(2026, 0, 15, 12);

let slack: SlackServer;
let tick = 0;

beforeEach(async () => {
  tick = 0;
  slack = await slackServer({ now: () => NOON, monotonic: () => tick });
});
afterEach(() => slack.close());

const send = (message: object | string = 'hello') =>
  new IncomingWebhook(slack.webhookUrl, { timeout: 500 }).send(message);

async function post(body: string, headers: Record<string, string> = {}, url = slack.webhookUrl): Promise<string> {
  const response = await fetch(url, { method: 'POST', body, headers });
  return `${response.status} ${await response.text()}`;
}

describe("Slack's own client", () => {
  test('is told ok, and its message is kept', async () => {
    const message = { text: 'done', blocks: [{ type: 'divider' }], unfurl_links: false };
    expect(await send(message)).toEqual({ text: 'ok' });
    expect(slack.messages).toEqual([{ at: NOON, payload: message }]);
  });

  test.each([
    ['neither text nor blocks', {}, 'no_text'],
    ['a text too long', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['an empty section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }] }, 'invalid_blocks'],
  ])('is refused for %s', async (_what, message, body) => {
    await expect(send(message)).rejects.toMatchObject({ statusCode: 400, body });
    expect(slack.messages).toEqual([]);
  });

  const states: readonly (readonly [SlackState, number])[] = [
    ['user_not_found', 404],
    ['action_prohibited', 403],
    ['posting_to_general_channel_denied', 403],
    ['invalid_token', 403],
    ['channel_not_found', 404],
    ['no_service', 404],
    ['no_active_hooks', 404],
    ['team_disabled', 404],
    ['channel_is_archived', 410],
    ['rollup_error', 500],
  ];
  test.each(states)('meets %s with %i until that is over', async (state, statusCode) => {
    slack.state = state;
    await expect(send()).rejects.toMatchObject({ statusCode, body: state });
    slack.state = 'ok';
    await expect(send()).resolves.toEqual({ text: 'ok' });
  });

  const lost: readonly (readonly [string, Parameters<SlackServer['faults']['next']>[0], number])[] = [
    ['a reset, and nobody saw the message', { kind: 'reset' }, 0],
    ['a hang, and nobody saw the message', { kind: 'hang' }, 0],
    ['a lost answer to a message everybody saw', { kind: 'lost' }, 1],
    ['a cut answer to a message everybody saw', { kind: 'cut', bytes: 1 }, 1],
  ];
  test.each(lost)('meets %s', async (_what, fault, seen) => {
    slack.faults.next(fault);
    await expect(send()).rejects.toMatchObject({ code: 'slack_webhook_request_error' });
    expect([slack.messages.length, slack.arrived]).toEqual([seen, 1]);
  });
});

describe('the webhook', () => {
  test.each([
    ['text that is no JSON', 'hello', {}, '400 invalid_payload'],
    ['JSON that is no object', '"hello"', {}, '400 invalid_payload'],
    [
      'a form with JSON in its payload',
      'payload=%7B%22text%22%3A%22hi%22%7D',
      { 'content-type': 'application/x-www-form-urlencoded' },
      '200 ok',
    ],
    ['a form without', 'text=hi', { 'content-type': 'application/x-www-form-urlencoded' }, '400 invalid_payload'],
  ])('answers %s', async (_what, body, headers, answer) => {
    expect(await post(body, headers)).toBe(answer);
  });

  test('answers no_service under any other address, and counts nothing', async () => {
    const other = slack.webhookUrl.replace(/[^/]*$/, 'guess');
    expect(await post('{"text":"hi"}', {}, other)).toBe('404 no_service');
    expect([slack.messages.length, slack.arrived]).toEqual([0, 0]);
  });

  test('is not read by a GET', async () => {
    expect((await fetch(slack.webhookUrl)).status).toBe(400);
  });
});

describe('the pace', () => {
  test('allows a burst of three, then asks to wait', async () => {
    for (let i = 0; i < 3; i++) await send();
    const response = await fetch(slack.webhookUrl, { method: 'POST', body: '{"text":"hi"}' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await response.text()).toBe('{"retry_after":1,"ok":false,"error":"rate_limited"}');
    expect([slack.messages.length, slack.tooFast, slack.early]).toEqual([3, 3, 0]);
    tick = 999;
    await expect(send()).rejects.toMatchObject({ statusCode: 429 });
    tick = 1_999;
    await expect(send()).resolves.toEqual({ text: 'ok' });
    expect([slack.messages.length, slack.tooFast, slack.early]).toEqual([4, 4, 1]);
  });

  test('sees who ignores the Retry-After of a fault', async () => {
    slack.faults.next({ kind: 'answer', answer: rateLimited(30) });
    await expect(send()).rejects.toMatchObject({ statusCode: 429 });
    tick = 29_999;
    await send();
    tick = 30_999;
    await send();
    expect([slack.early, slack.tooFast]).toEqual([1, 0]);
  });
});
