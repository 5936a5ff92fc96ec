/** What a self-check finds, from what came of trying. */
import { describe, expect, it } from 'vitest';
import { CdnError, TablestoreError } from '../../lib/errors';
import { asksForCheck, readEvent } from '../../lib/steps/check-event';
import { judgeAction, judgeWebhook } from '../../lib/steps/judge-check';

const tablestore = (code: string) => new TablestoreError('GetRange', code, 'GetRange: it says so', true);
const cdn = (kind: CdnError['kind'], code: string) => new CdnError(kind, code, 'it says so');

describe('an action that was tried', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['Tablestore forbids it', tablestore('OTSNoPermissionAccess'), 'its role lacks a:B', /^allow it as in ram\/poll-/],
    ['the CDN forbids it', cdn('not-allowed', 'Forbidden.RAM'), 'its role lacks a:B', /^allow it as in ram\/poll-/],
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
      found: expect.stringContaining(found),
      advice: expect.stringMatching(advice),
    });
  });

  it.each<[string, unknown]>([
    ['it was let through', undefined],
    ['the CDN has too many calls, and so let it in', cdn('throttled', 'Throttling.User')],
    ['the CDN dislikes the id only', cdn('bad-id', 'InvalidTaskId')],
  ])('is right when %s', (_why, thrown) => {
    expect(judgeAction('a:B', thrown, 'submit')).toEqual({ check: 'a:B', ok: true });
  });
});

it.each([
  ['alive', true],
  ['refused', false],
  ['unclear', false],
] as const)('a webhook that is %s is right: %s', (state, ok) => {
  expect(judgeWebhook({ state, code: 'x' }, 'channel')).toMatchObject({ check: 'webhook', ok });
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
