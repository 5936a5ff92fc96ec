/** What a self-check finds, from what came of trying. */
import { describe, expect, it } from 'vitest';
import { CdnError, TablestoreError } from '../../lib/errors';
import { asksForCheck, readEvent } from '../../lib/steps/check-event';
import { judgeAction, judgeWebhook, type Probed } from '../../lib/steps/judge-check';
import type { Audience } from '../../lib/task';

const tablestore = (code: string) => new TablestoreError('GetRange', code, 'GetRange: it says so', true);
const cdn = (kind: CdnError['kind'], code: string) => new CdnError(kind, code, 'it says so');

describe('an action that was tried', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['Tablestore forbids it', tablestore('OTSNoPermissionAccess'), 'its role lacks a:B', /^allow it as in ram\/poll-/],
    ['the CDN forbids it', cdn('not-allowed', 'Forbidden.RAM'), 'its role lacks a:B', /^allow it as in ram\/poll-/],
    ['… in other words', cdn('not-allowed', 'NoPermission'), 'its role lacks a:B', /^allow it as in ram\/poll-/],
    ['the account may not', cdn('not-allowed', 'UserNotForbidden'), 'CDN: it says so (User', /activated/],
    [
      'there is no table',
      tablestore('OTSObjectNotExist'),
      'Tablestore: it says so (OTSObjectNotExist)',
      /make it with/,
    ],
    ['the credentials are bad', cdn('not-allowed', 'SignatureDoesNotMatch'), 'CDN: it says so (Sig', /credentials/],
    ['the CDN is not there', cdn('unavailable', 'ENOTFOUND'), 'CDN: it says so (ENOTFOUND)', /CDN_ENDPOINT/],
    ['it is a fault of this program', new Error('secret'), 'a:B could not be tried', /see the log/],
  ])('is wrong when %s', (_why, thrown, found, advice) => {
    expect(judgeAction('a:B', thrown, 'poll')).toMatchObject({
      check: 'a:B',
      ok: false,
      code: thrown instanceof CdnError || thrown instanceof TablestoreError ? thrown.code : 'Unexpected',
      found: expect.stringContaining(found),
      advice: expect.stringMatching(advice),
    });
  });

  it('comes without advice when waiting is enough', () => {
    expect(judgeAction('a:B', tablestore('OTSServerBusy'), 'poll')).not.toHaveProperty('advice');
  });

  it.each<[string, unknown]>([
    ['it was let through', undefined],
    ['the CDN has too many calls, and so let it in', cdn('throttled', 'Throttling.User')],
    ['the CDN dislikes the id only', cdn('bad-id', 'InvalidTaskId')],
  ])('is right when %s', (_why, thrown) => {
    expect(judgeAction('a:B', thrown, 'submit')).toEqual({ check: 'a:B', ok: true });
  });
});

describe('a webhook', () => {
  it.each<[Audience, string]>([
    ['channel', 'webhook'],
    ['failures', 'webhook for failures'],
  ])('for %s is right when Slack knows it', (audience, check) => {
    expect(judgeWebhook({ state: 'alive', code: 'x' }, audience)).toEqual({ check, ok: true });
  });

  it.each<[Probed['state'], Audience, string, RegExp]>([
    ['refused', 'channel', 'Slack refuses its webhook (x)', /new incoming webhook.* SLACK_WEBHOOK_URL /],
    ['refused', 'failures', 'Slack refuses its webhook for failures (x)', / SLACK_FAILURES_WEBHOOK_URL /],
    ['unclear', 'channel', 'no clear answer from its webhook (x)', / SLACK_WEBHOOK_URL$/],
    ['unclear', 'failures', 'no clear answer from its webhook for failures (x)', / SLACK_FAILURES_WEBHOOK_URL$/],
  ])('that is %s, for %s, is wrong, and the setting is named', (state, audience, found, advice) => {
    expect(judgeWebhook({ state, code: 'x' }, audience)).toMatchObject({
      ok: false,
      code: 'x',
      found,
      advice: expect.stringMatching(advice),
    });
  });
});

it.each<[string, boolean]>([
  ['{"check": true}', true],
  ['{"check": false}', false],
  ['{"check": true, "watch": ["1"]}', false],
  ['{"triggerTime":"2026-11-23T07:49:00Z","triggerName":"check","payload":"{\\"check\\": true}"}', false],
  ['check', false],
  ['', false],
  ['null', false],
  ['[true]', false],
])('the event %s asks for a check: %s', (text, asks) => {
  expect(asksForCheck(readEvent(text))).toBe(asks);
});
