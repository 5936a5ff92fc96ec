import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CdnServer, cdnServer } from './server';
import { signedCall } from './signed-call';

const NOON = Date.UTC(2026, 0, 15, 12);
const TIMESTAMP = '2026-01-15T12:00:00Z';
const KEY = { accessKeyId: 'LTAItest', accessKeySecret: 'secret' };
const TEMPORARY = { ...KEY, accessKeyId: 'STS.one', securityToken: 'token-one' };

let cdn: CdnServer;
let temporary: CdnServer;
let now = NOON;

beforeAll(async () => {
  cdn = await cdnServer({ credentials: KEY, now: () => now, callsPerSecond: 1_000 });
  temporary = await cdnServer({ credentials: TEMPORARY, now: () => now, callsPerSecond: 1_000 });
});

afterAll(async () => {
  await cdn.close();
  await temporary.close();
});

const ASK = { Action: 'DescribeRefreshTaskById', TaskId: '1', Timestamp: TIMESTAMP };

async function codeOf(call: Partial<Parameters<typeof signedCall>[0]>): Promise<string> {
  const { status, text } = await signedCall({
    url: cdn.url,
    credentials: KEY,
    ...call,
    params: { ...ASK, ...call.params },
  });
  const code: unknown = JSON.parse(text).Code;
  return `${status} ${code ?? 'fine'}`;
}

describe('a call', () => {
  const cases: readonly (readonly [string, Partial<Parameters<typeof signedCall>[0]>, string])[] = [
    ['with everything right is answered', {}, '200 fine'],
    ['may be posted', { method: 'POST' }, '200 fine'],
    ['may not be put', { method: 'PUT' }, '405 UnsupportedHTTPMethod'],
    ['signed with another secret', { credentials: { ...KEY, accessKeySecret: 'guess' } }, '400 SignatureDoesNotMatch'],
    ['changed after it was signed', { tamper: { TaskId: '2' } }, '400 SignatureDoesNotMatch'],
    ['of an unknown key', { credentials: { ...KEY, accessKeyId: 'LTAIother' } }, '404 InvalidAccessKeyId.NotFound'],
    ['without a key', { params: { AccessKeyId: undefined } }, '400 MissingAccessKeyId'],
    ['with a token nobody gave out', { credentials: TEMPORARY }, '404 InvalidAccessKeyId.NotFound'],
    ['15 minutes late is fine', { params: { Timestamp: '2026-01-15T11:45:00Z' } }, '200 fine'],
    ['later still', { params: { Timestamp: '2026-01-15T11:44:59Z' } }, '400 InvalidTimeStamp.Expired'],
    ['from the future', { params: { Timestamp: '2026-01-15T12:15:01Z' } }, '400 InvalidTimeStamp.Expired'],
    ['with milliseconds', { params: { Timestamp: '2026-01-15T12:00:00.000Z' } }, '400 InvalidTimeStamp.Format'],
    ['on the 32nd', { params: { Timestamp: '2026-01-32T12:00:00Z' } }, '400 InvalidTimeStamp.Format'],
    ['without a time', { params: { Timestamp: undefined } }, '400 MissingTimestamp'],
    ['signed by another method', { params: { SignatureMethod: 'HMAC-SHA256' } }, '400 InvalidSignatureMethod'],
    ['of another signature version', { params: { SignatureVersion: '2.0' } }, '400 InvalidSignatureVersion'],
    ['without a nonce', { params: { SignatureNonce: undefined } }, '400 MissingSignatureNonce'],
    ['for an action nobody knows', { params: { Action: 'DescribeRefreshTaskByID' } }, '404 InvalidApi.NotFound'],
    ['without an action', { params: { Action: undefined } }, '400 MissingAction'],
    ['for another version', { params: { Version: '2014-11-11' } }, '400 InvalidVersion'],
  ];
  test.each(cases)('%s', async (_what, call, outcome) => {
    expect(await codeOf(call)).toBe(outcome);
  });

  test('without a signature is incomplete', async () => {
    const query = new URLSearchParams({
      ...ASK,
      Format: 'JSON',
      Version: '2018-05-10',
      AccessKeyId: KEY.accessKeyId,
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      SignatureNonce: 'unsigned',
    });
    const response = await fetch(`${cdn.url}/?${query}`);
    expect([response.status, await response.json()]).toMatchObject([400, { Code: 'IncompleteSignature' }]);
  });

  test('is refused when its nonce was used, and a forged one uses no nonce up', async () => {
    const params = { SignatureNonce: 'once' };
    const forged = { ...KEY, accessKeySecret: 'guess' };
    expect(await codeOf({ params, credentials: forged })).toBe('400 SignatureDoesNotMatch');
    expect(await codeOf({ params })).toBe('200 fine');
    expect(await codeOf({ params })).toBe('400 SignatureNonceUsed');
  });

  test('with a wrong signature is told what the server signed, secrets of the query included', async () => {
    const credentials = { ...KEY, accessKeySecret: 'guess' };
    const { text } = await signedCall({ url: cdn.url, credentials, params: ASK });
    expect(JSON.parse(text).Message).toMatch(
      /^Specified signature is not matched with our calculation\. server string to sign is:GET&%2F&AccessKeyId%3DLTAItest/,
    );
  });
});

describe('temporary credentials', () => {
  const ask = (credentials: typeof TEMPORARY | typeof KEY) => codeOf({ url: temporary.url, credentials });

  test.each([
    ['are taken with their token', TEMPORARY, '200 fine'],
    ['need it', { ...TEMPORARY, securityToken: undefined }, '400 MissingSecurityToken'],
    ['need the right one', { ...TEMPORARY, securityToken: 'other' }, '400 InvalidSecurityToken.MismatchWithAccessKey'],
    ['need a well-formed one', { ...TEMPORARY, securityToken: '<?>' }, '400 InvalidSecurityToken.Malformed'],
  ])('%s', async (_what, credentials, outcome) => {
    expect(await codeOf({ url: temporary.url, credentials })).toBe(outcome);
  });

  test('expire when they are replaced, at once or after a grace', async () => {
    const second = { ...TEMPORARY, accessKeyId: 'STS.two', securityToken: 'token-two' };
    const third = { ...TEMPORARY, accessKeyId: 'STS.two', securityToken: 'token-three' };
    temporary.rotate(second);
    expect(await ask(TEMPORARY)).toBe('400 InvalidSecurityToken.Expired');
    temporary.rotate(third, 60_000);
    expect([await ask(second), await ask(third)]).toEqual(['200 fine', '200 fine']);
    now = NOON + 60_000;
    expect([await ask(second), await ask(third)]).toEqual(['400 InvalidSecurityToken.Expired', '200 fine']);
    now = NOON;
  });

  test('expire at the moment they name', async () => {
    temporary.rotate({ ...TEMPORARY, expiresAt: NOON + 1 });
    expect(await ask(TEMPORARY)).toBe('200 fine');
    now = NOON + 1;
    expect(await ask(TEMPORARY)).toBe('400 InvalidSecurityToken.Expired');
    now = NOON;
  });
});

describe('a key without a token', () => {
  test('is unknown as soon as it is replaced', async () => {
    const next = { accessKeyId: 'LTAInext', accessKeySecret: 'next' };
    cdn.rotate(next);
    expect(await codeOf({})).toBe('404 InvalidAccessKeyId.NotFound');
    expect(await codeOf({ credentials: next })).toBe('200 fine');
    cdn.rotate({ ...KEY, inactive: true });
    expect(await codeOf({})).toBe('403 InvalidAccessKeyId.Inactive');
    cdn.rotate(KEY);
  });
});
