/** Who is let in, and how answers are signed. */
import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { answerSignature, requestSignature } from './signature';
import { createTable, credentials, epoch, errorIn, rawRequest, sdkClient, startServer } from './trial';

test('a request signature covers every x-ots header but itself, trimmed, whatever the case of its name', () => {
  const headers = {
    'X-Ots-Date': '2026-01-02T03:04:05.000Z',
    'x-ots-apiversion': '2015-12-31',
    'x-ots-accesskeyid': 'testId',
    'x-ots-instancename': 'inst',
    'x-ots-contentmd5': '1B2M2Y8AsgTpgAmY7PhCfg==',
    'x-ots-extra': '  spaced ',
    'x-ots-signature': 'ignored',
    'content-type': 'ignored',
  };
  expect(requestSignature('testSecret', '/ListTable', headers)).toBe('nwMKvDW01FVtnS1NbUvjeWs3/Sk=');
});

test('an answer signature has the path last', () => {
  const headers = {
    'x-ots-contentmd5': '1B2M2Y8AsgTpgAmY7PhCfg==',
    'x-ots-contenttype': 'protocol buffer',
    'x-ots-date': '2026-01-02T03:04:05.000000Z',
    'x-ots-requestid': 'req',
  };
  expect(answerSignature('testSecret', '/ListTable', headers)).toBe('PvAqVCmXxb2JDyvwua7RJmHOjNE=');
});

describe('the server', () => {
  let server: TablestoreServer;
  beforeAll(async () => {
    server = await startServer({ now: () => epoch });
  });
  afterAll(() => server.close());

  type Headers = Record<string, string>;
  const set = (name: string, value: string) => (headers: Headers) => ({ ...headers, [name]: value });
  const drop = (name: string) => (headers: Headers) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  const minutes = 60_000;

  test.each<[string, { change?: (h: Headers) => Headers; after?: (h: Headers) => Headers; at?: number }]>([
    ['as it should be', {}],
    ['with a header nobody knows, signed too', { change: set('x-ots-sdk-traceid', 'abc') }],
    [
      'with header names in capitals',
      { after: (h) => Object.fromEntries(Object.entries(h).map(([k, v]) => [k.toUpperCase(), v])) },
    ],
    ['fifteen minutes early', { at: epoch - 15 * minutes }],
    ['fifteen minutes late', { at: epoch + 15 * minutes }],
    ['dated without milliseconds', { change: set('x-ots-date', '2026-01-02T03:04:05Z') }],
    ['dated as in RFC 822', { change: set('x-ots-date', 'Fri, 02 Jan 2026 03:04:05 GMT') }],
    ['with an empty security token', { change: set('x-ots-ststoken', '') }],
  ])('accepts a request %s', async (_, options) => {
    const answer = await rawRequest(server, 'ListTable', Buffer.alloc(0), { at: epoch, ...options });
    expect(answer.status).toBe(200);
  });

  test.each<
    [string, { change?: (h: Headers) => Headers; after?: (h: Headers) => Headers; at?: number }, number, string, string]
  >([
    ['a wrong signature', { after: set('x-ots-signature', 'x') }, 403, 'OTSAuthFailed', 'Signature mismatch.'],
    ['a header added after signing', { after: set('x-ots-more', '1') }, 403, 'OTSAuthFailed', 'Signature mismatch.'],
    [
      'an unknown key id',
      { change: set('x-ots-accesskeyid', 'other') },
      403,
      'OTSAuthFailed',
      'The AccessKey ID does not exist.',
    ],
    [
      'another instance',
      { change: set('x-ots-instancename', 'other') },
      403,
      'OTSAuthFailed',
      'The instance is not found.',
    ],
    [
      'a token nobody issued',
      { change: set('x-ots-ststoken', 'token') },
      403,
      'OTSAuthFailed',
      'Invalid security token.',
    ],
    [
      'a date too early',
      { at: epoch - 15 * minutes - 1 },
      403,
      'OTSAuthFailed',
      'Mismatch between system time and x-ots-date: 2026-01-02T02:49:04.999Z.',
    ],
    [
      'a date too late',
      { at: epoch + 15 * minutes + 1 },
      403,
      'OTSAuthFailed',
      'Mismatch between system time and x-ots-date: 2026-01-02T03:19:05.001Z.',
    ],
    [
      'a date that is none',
      { change: set('x-ots-date', 'soon') },
      400,
      'OTSParameterInvalid',
      'Invalid date format: soon.',
    ],
    [
      'the checksum of another body',
      { change: set('x-ots-contentmd5', 'AAAA') },
      403,
      'OTSAuthFailed',
      'Mismatch between MD5 value of request body and x-ots-contentmd5 in header.',
    ],
    [
      'another version',
      { change: set('x-ots-apiversion', '2014-08-08') },
      400,
      'OTSParameterInvalid',
      'Unsupported API version: 2014-08-08.',
    ],
    ['no date', { change: drop('x-ots-date') }, 400, 'OTSParameterInvalid', 'Missing header: x-ots-date.'],
    [
      'no signature',
      { after: drop('x-ots-signature') },
      400,
      'OTSParameterInvalid',
      'Missing header: x-ots-signature.',
    ],
  ])('refuses a request with %s', async (_, options, status, code, message) => {
    const answer = await rawRequest(server, 'ListTable', Buffer.alloc(0), { at: epoch, ...options });
    expect(errorIn(answer)).toEqual({ status, code, message });
  });

  test('refuses other methods, unknown operations and bodies too large', async () => {
    const at = epoch;
    expect(errorIn(await rawRequest(server, 'ListTable', undefined, { at, method: 'PUT' }))).toMatchObject({
      status: 405,
      code: 'OTSMethodNotAllowed',
    });
    expect(errorIn(await rawRequest(server, 'Search', undefined, { at }))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: "Unsupported operation: 'Search'.",
    });
    expect(errorIn(await rawRequest(server, 'PutRow', Buffer.alloc(16 * 1024 * 1024 + 1), { at }))).toMatchObject({
      status: 413,
      code: 'OTSRequestBodyTooLarge',
    });
  });

  test.each([
    ['an answer', 'ListTable', 200],
    ['an error', 'Search', 400],
  ])('signs %s as other SDKs check it', async (_, operation, status) => {
    const answer = await rawRequest(server, operation, undefined, { at: epoch });
    const { headers, body } = answer;
    expect(answer.status).toBe(status);
    expect(headers['content-length']).toBe(String(body.length));
    expect(headers.connection).toBe('keep-alive');
    expect(headers['x-ots-contentmd5']).toBe(createHash('md5').update(body).digest('base64'));
    expect(headers['x-ots-contenttype']).toBe('protocol buffer');
    expect(headers['x-ots-date']).toBe('2026-01-02T03:04:05.000000Z');
    expect(headers['x-ots-requestid']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const names = Object.keys(headers).filter((name) => name.startsWith('x-ots-'));
    expect(names).toHaveLength(4);
    const signed = `${names
      .sort()
      .map((name) => `${name}:${headers[name]}`)
      .join('\n')}\n/${operation}`;
    const signature = createHmac('sha1', credentials.accessKeySecret).update(signed).digest('base64');
    expect(headers.authorization).toBe(`OTS ${credentials.accessKeyId}:${signature}`);
  });
});

describe('temporary credentials', () => {
  test('need their token, and are refused once they were replaced', async () => {
    const server = await startServer({ credentials: { ...credentials, securityToken: 'first' } });
    const client = sdkClient(server);
    await createTable(client);
    expect(errorIn(await rawRequest(server, 'ListTable'))).toMatchObject({ message: 'Invalid security token.' });
    server.credentials = { accessKeyId: 'nextId', accessKeySecret: 'nextSecret', securityToken: 'next' };
    await expect(client.listTable({})).rejects.toMatchObject({ code: 'OTSAuthFailed', statusCode: 403 });
    await expect(sdkClient(server).listTable({})).resolves.toMatchObject({ tableNames: ['tasks'] });
    await server.close();
  });

  test('with a wrong secret are refused', async () => {
    const server = await startServer();
    await expect(sdkClient(server, 'wrong').listTable({})).rejects.toMatchObject({ message: 'Signature mismatch.' });
    await server.close();
  });
});
