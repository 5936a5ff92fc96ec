import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviceOn, type Fault, operatorMessages, type Told, toldOf } from '../../lib/steps/operator';
import { links, pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { violations } from '../cloud/slack/violations';
import { DAY, HOUR, NOW } from '../support/tasks';
import { hostileText } from './hostile';

const FAULT: Fault = {
  who: 'The CDN',
  code: 'Forbidden.RAM',
  message: 'User not authorized to operate on the specified resource.',
  advice: adviceOn('Forbidden.RAM'),
};
const TOLD: Told = { fault: 'Forbidden.RAM', faultTold: NOW - HOUR };
const toldAgo = (ms: number): Told => ({ ...TOLD, faultTold: NOW - ms });

const write = (fault: Fault | undefined, works: boolean, told: Told) =>
  operatorMessages(fault, works, told, NOW, 'cn-hangzhou · cdn_tasks');

describe('the operator', () => {
  test.each<[string, Fault | undefined, boolean, Told, string[]]>([
    ['is told of a fault', FAULT, false, {}, ['The CDN refuses the poller: Forbidden.RAM']],
    ['is not told while there is none', undefined, true, {}, []],
    ['is told of a fault once', FAULT, false, TOLD, []],
    ['is not told again one ms before a day is over', FAULT, false, toldAgo(DAY - 1), []],
    ['is told again after a day', FAULT, false, toldAgo(DAY), ['The CDN still refuses the poller: Forbidden.RAM']],
    [
      'is told again when it is not known when it was told: an older version did not write that down',
      FAULT,
      false,
      { fault: 'Forbidden.RAM' },
      ['The CDN still refuses the poller: Forbidden.RAM'],
    ],
    ['is not told again when only the words of the fault are new', { ...FAULT, message: 'x' }, false, TOLD, []],
    [
      'is told of another fault, ten minutes after the first',
      FAULT,
      false,
      { fault: 'SignatureDoesNotMatch', faultTold: NOW - 600_000 },
      ['The CDN refuses the poller: Forbidden.RAM'],
    ],
    [
      'is not told of another fault within ten minutes',
      FAULT,
      false,
      { fault: 'SignatureDoesNotMatch', faultTold: NOW - 599_999 },
      [],
    ],
    ['is not told of two faults at one moment', FAULT, false, { fault: 'SignatureDoesNotMatch', faultTold: NOW }, []],
    ['is not told within ten minutes that it works', undefined, true, { ...TOLD, faultTold: NOW - 599_999 }, []],
    ['is not told of a fault within ten minutes of hearing that it works', FAULT, false, { faultTold: NOW - 1 }, []],
    [
      'is told although the time of the last message is still to come: a clock was wrong',
      FAULT,
      false,
      { fault: 'SignatureDoesNotMatch', faultTold: NOW + 86_400_000_000 },
      ['The CDN refuses the poller: Forbidden.RAM'],
    ],
    [
      'is told of a fault that appears although some calls went well',
      FAULT,
      true,
      {},
      ['The CDN refuses the poller: Forbidden.RAM'],
    ],
    ['is told that it works again', undefined, true, TOLD, ['The poller works again']],
    [
      '… also when it is not known when the fault was told',
      undefined,
      true,
      { fault: 'x' },
      ['The poller works again'],
    ],
    ['is told nothing while it is not certain that it works', undefined, false, TOLD, []],
  ])('%s', (_why, fault, works, told, headlines) => {
    const messages = write(fault, works, told);
    expect(messages.map(({ payload }) => asPlainText(payload).split('\n')[0])).toEqual(headlines);
  });

  test('reads what was said, what to do, and that no task is lost', () => {
    const [message] = write(FAULT, false, {});
    const text = asPlainText(message?.payload);
    expect(text).toContain(FAULT.message);
    expect(text).toContain(FAULT.advice);
    expect(text).toContain('No task is lost');
    expect(text.split('\n').at(-1)).toBe('operator · cn-hangzhou · cdn_tasks · 2026-11-23 14:52 UTC');
  });

  test('reads the same in a notification and in plain text', () => {
    const [message] = write(FAULT, false, {});
    expect(message?.plain.text).toBe(message?.payload.text);
    expect(message?.plain.text).toMatch(/^The CDN refuses the poller: Forbidden\.RAM\. Permission is missing/);
  });

  test('hears who is at fault, and when it gave no message', () => {
    const [message] = write({ ...FAULT, who: 'Tablestore', message: '\u200B' }, false, {});
    const text = asPlainText(message?.payload);
    expect(text).toMatch(/^Tablestore refuses the poller: /);
    expect(text).toContain('Tablestore gave no message.');
  });

  test('reads which fault is over, and when it was told', () => {
    const [message] = write(undefined, true, TOLD);
    expect(asPlainText(message?.payload)).toContain(
      'This fault is over: Forbidden.RAM, last told at 2026-11-23 13:52 UTC.',
    );
  });

  test('reads which fault is over also when it is not known when it was told', () => {
    const [message] = write(undefined, true, { fault: 'Forbidden.RAM' });
    expect(asPlainText(message?.payload)).toContain('This fault is over: Forbidden.RAM.\n');
  });

  test('reads when it was written also when it is not known where the poller runs', () => {
    const [message] = operatorMessages(FAULT, false, {}, NOW);
    expect(asPlainText(message?.payload).split('\n').at(-1)).toBe('operator · 2026-11-23 14:52 UTC');
  });

  test.each([Number.MAX_SAFE_INTEGER, -1e300, Number.NaN, Number.POSITIVE_INFINITY])(
    'is told that it works again though the time in the lease is no time: %s',
    (faultTold) => {
      expect(write(undefined, true, { fault: 'x', faultTold })).toHaveLength(1);
    },
  );

  test('gets a message for the channel that tells of no task', () => {
    expect(write(FAULT, false, {})).toMatchObject([{ digest: 'operator', to: 'channel', owed: [], overdue: [] }]);
  });

  test('gets a message Slack takes, which pings nobody, whatever was said', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (code, message, past) => {
        const messages = [
          ...operatorMessages({ ...FAULT, code, message }, false, {}, NOW),
          ...operatorMessages(undefined, true, { fault: past, faultTold: NOW - 600_000 }, NOW),
        ];
        expect(messages).toHaveLength(2);
        for (const { payload, plain } of messages) {
          expect([...violations(payload), ...violations(plain)]).toEqual([]);
          expect([...pings(payload), ...pings(plain)]).toEqual([]);
          expect([...links(payload), ...links(plain)]).toEqual([]);
        }
      }),
      { numRuns: 300, interruptAfterTimeLimit: 8_000 },
    );
  });
});

describe('what the next sweep knows of a fault', () => {
  test.each<[string, Fault | undefined, Told, boolean, Told]>([
    ['is its code and when it was told', FAULT, {}, true, { fault: 'Forbidden.RAM', faultTold: NOW }],
    ['is nothing when nobody heard of it: it is told then', FAULT, {}, false, {}],
    ['is when it was told last', FAULT, TOLD, true, { fault: 'Forbidden.RAM', faultTold: NOW }],
    ['is what it was when nothing was said', FAULT, TOLD, false, TOLD],
    ['is the new one when that was told', { ...FAULT, code: 'x' }, TOLD, true, { fault: 'x', faultTold: NOW }],
    ['is the old one when nobody heard of the new one', { ...FAULT, code: 'x' }, TOLD, false, TOLD],
    ['is only when, once it was told that it is over', undefined, TOLD, true, { faultTold: NOW }],
    ['is the old one when nobody heard that it is over', undefined, TOLD, false, TOLD],
  ])('%s', (_why, fault, told, heard, next) => {
    expect(toldOf(fault, told, heard, NOW)).toEqual(next);
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
    ['TheInvalidTimeStamp', /activated/],
    ['TheSignatureDoesNotMatch', /activated/],
    ['UserNotForbidden', /activated/],
    ['SomethingNew', /activated/],
  ])('on %s', (code, advice) => {
    expect(adviceOn(code)).toMatch(advice);
  });
});
