import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviceOn, operatorMessages } from '../../lib/steps/operator';
import { links, pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { violations } from '../cloud/slack/violations';
import { NOW } from '../support/tasks';
import { hostileText } from './hostile';

const FAULT = { code: 'Forbidden.RAM', message: 'User not authorized to operate on the specified resource.' };

describe('the operator', () => {
  test.each<[string, typeof FAULT | undefined, string | undefined, number]>([
    ['is told of a fault', FAULT, undefined, 1],
    ['is not told while there is none', undefined, undefined, 0],
    ['is not told when the fault is over', undefined, 'Forbidden.RAM', 0],
    ['is told of a fault once', FAULT, 'Forbidden.RAM', 0],
    ['is not told again when only the words of the fault are new', { ...FAULT, message: 'x' }, 'Forbidden.RAM', 0],
    ['is told of another fault', FAULT, 'SignatureDoesNotMatch', 1],
  ])('%s', (_why, fault, told, messages) => {
    expect(operatorMessages(fault, told, NOW)).toHaveLength(messages);
  });

  test('reads what the CDN said, what to do, and that no task is lost', () => {
    const [message] = operatorMessages(FAULT, undefined, NOW);
    expect(asPlainText(message?.payload)).toMatchInlineSnapshot(`
      "The CDN refuses the poller: Forbidden.RAM
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      User not authorized to operate on the specified resource.
      Permission is missing: allow cdn:DescribeRefreshTaskById on all resources for the role of the function, as in ram/poll-policy.json. No task is lost: all of them are asked again on every tick.

      2026-11-23 14:52 UTC"
    `);
  });

  test('reads the same in a notification and in plain text', () => {
    const [message] = operatorMessages(FAULT, undefined, NOW);
    expect(message?.plain.text).toBe(message?.payload.text);
    expect(message?.plain.text).toMatch(/^The CDN refuses the poller: Forbidden\.RAM\. Permission is missing/);
  });

  test('hears when the CDN gave no message', () => {
    const [message] = operatorMessages({ ...FAULT, message: '\u200B' }, undefined, NOW);
    expect(asPlainText(message?.payload)).toContain('The CDN gave no message.');
  });

  test('gets a message that tells of no task', () => {
    expect(operatorMessages(FAULT, undefined, NOW)).toMatchObject([{ digest: 'operator', owed: [], overdue: [] }]);
  });

  test('gets a message Slack takes, which pings nobody, whatever the CDN said', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (code, message) => {
        for (const { payload, plain } of operatorMessages({ code, message }, undefined, NOW)) {
          expect([...violations(payload), ...violations(plain)]).toEqual([]);
          expect([...pings(payload), ...pings(plain)]).toEqual([]);
          expect([...links(payload), ...links(plain)]).toEqual([]);
        }
      }),
      { numRuns: 300, interruptAfterTimeLimit: 8_000 },
    );
  });
});

describe('the advice', () => {
  test.each<[string, RegExp]>([
    ['InvalidTimeStamp.Expired', /clock/],
    ['InvalidTimeStamp.Format', /clock/],
    ['InvalidAccessKeyId.NotFound', /credentials/],
    ['InvalidAccessKeyId.Inactive', /credentials/],
    ['SignatureDoesNotMatch', /credentials/],
    ['IncompleteSignature', /credentials/],
    ['MissingSecurityToken', /credentials/],
    ['InvalidSecurityToken.Expired', /credentials/],
    ['InvalidSecurityToken.MismatchWithAccessKey', /credentials/],
    ['Forbidden.RAM', /cdn:DescribeRefreshTaskById/],
    ['Forbidden', /cdn:DescribeRefreshTaskById/],
    ['NoPermission', /cdn:DescribeRefreshTaskById/],
    ['OperationDenied', /activated/],
    ['SomethingNew', /activated/],
  ])('on %s', (code, advice) => {
    expect(adviceOn(code)).toMatch(advice);
  });
});
