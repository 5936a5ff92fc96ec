/** The edge of Function Compute, with the vendor's real package over real connections. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFunctions, type FunctionsOptions } from '../../lib/edges/functions';
import { FunctionsError } from '../../lib/edges/functions-errors';
import type { FunctionConfig } from '../cloud/functions/function';
import { type FunctionsServer, functionsServer } from '../cloud/functions/server';
import { type Answer, type Call, type Served, serve } from '../cloud/serve';
import { allowLeak } from '../support/secrets/this-file';

const CREDENTIALS = { accessKeyId: 'LTAI5tCallerKeyId001', accessKeySecret: 'CallerSecret0123456789' };
const TOKEN = 'CAIStoken-of-the-caller';
const SECRETS = new RegExp([...Object.values(CREDENTIALS), TOKEN].join('|'));

const CODE = `
exports.echo = async (event) => event;
exports.object = async () => ({ done: true });
exports.fails = async () => { throw new Error('no good: ${CREDENTIALS.accessKeySecret} ${TOKEN}'); };
exports.dies = async () => process.exit(3);
exports.hangs = () => new Promise(() => setInterval(() => {}, 1000));
`;

let folder: string;
let server: FunctionsServer;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'functions-'));
  await writeFile(path.join(folder, 'index.js'), CODE);
  const config = (name: string): FunctionConfig => ({
    name,
    handler: `index.${name}`,
    code: folder,
    timeout: 1,
    memorySize: 128,
    cpu: 0.1,
    environmentVariables: {},
    maxAsyncRetryAttempts: 0,
  });
  server = await functionsServer({
    functions: ['echo', 'object', 'fails', 'dies', 'hangs'].map(config),
    credentials: CREDENTIALS,
    roleCredentials: () => ({ ...CREDENTIALS, securityToken: TOKEN }),
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function functions(changed: Partial<FunctionsOptions> = {}) {
  const options = { accountId: '1', region: 'cn-hangzhou', endpoint: server.url, credentials: CREDENTIALS };
  return createFunctions({ ...options, ...changed });
}

async function failure(promise: Promise<unknown>): Promise<FunctionsError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FunctionsError)) throw new Error(`no FunctionsError: ${String(error)}`);
  // Nothing the error carries may give a secret away, not even what a package hung on it.
  expect(`${error.stack}${JSON.stringify(error, Object.getOwnPropertyNames(error))}${String(error.cause)}`).not.toMatch(
    SECRETS,
  );
  return error;
}

describe('an invocation', () => {
  it('gives what the function answered, to the byte', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13]);
    expect(await functions().invoke('echo', bytes, 5_000)).toEqual(bytes);
    expect(JSON.parse((await functions().invoke('object', Buffer.from('{}'), 5_000)).toString())).toEqual({
      done: true,
    });
  });

  it.each([
    ['threw', 'fails', 'failed', 'HandledInvocationError', /^fails failed: no good: \[redacted\]/],
    ['died', 'dies', 'unclear', 'UnhandledInvocationError', /^dies was ended before it was through: /],
    ['ran out of time', 'hangs', 'unclear', 'UnhandledInvocationError', /timed out after 1 seconds/],
    ['does not exist', 'nowhere', 'not-found', 'HTTP 404', /no such function/],
  ])('of a function that %s', async (_, name, kind, code, message) => {
    // What it shows is for the edge to hide.
    if (name === 'fails') allowLeak('an invocation of fails', 'access key secret', 'security token');
    const credentials = { ...CREDENTIALS, securityToken: TOKEN };
    const error = await failure(functions({ credentials }).invoke(name, Buffer.from('{}'), 5_000));
    expect(error).toMatchObject({ kind, code, message: expect.stringMatching(message) });
  });

  it.each([
    ['a wrong secret', { credentials: { ...CREDENTIALS, accessKeySecret: 'wrong' } }, 'not-allowed', 'HTTP 403'],
    [
      'a temporary key without its token',
      { credentials: { ...CREDENTIALS, accessKeyId: 'STS.x' } },
      'not-allowed',
      'Incomplete',
    ],
    ['nobody listening', { endpoint: 'http://127.0.0.1:1' }, 'unreachable', 'ECONNREFUSED'],
  ])('with %s', async (_, changed, kind, code) => {
    expect(await failure(functions(changed).invoke('echo', Buffer.from('{}'), 5_000))).toMatchObject({ kind, code });
  });

  it.each([
    ['429', { kind: 'answer', answer: { status: 429, body: 'slow down' } }, 'busy', 'HTTP 429'],
    ['a page of a proxy', { kind: 'answer', answer: { status: 502, body: '<html>' } }, 'unclear', 'HTTP 502'],
    [
      'something else that it calls JSON',
      { kind: 'answer', answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a' } },
      'unclear',
      'NoAnswer',
    ],
    ['a connection closed without an answer', { kind: 'reset' }, 'unclear', 'ECONNRESET'],
    ['a lost answer', { kind: 'lost' }, 'unclear', 'ECONNRESET'],
    ['an answer cut off', { kind: 'cut', bytes: 1 }, 'unclear', 'ECONNRESET'],
    ['no answer', { kind: 'hang' }, 'unclear', 'Timeout'],
  ] as const)('answered with %s is not repeated', async (_, fault, kind, code) => {
    server.faults.next(fault);
    let calls = 0;
    server.faults.when(() => {
      calls++;
      return undefined;
    });
    expect(await failure(functions().invoke('echo', Buffer.from('{}'), 400))).toMatchObject({ kind, code });
    expect(calls).toBe(0);
  });
});

describe('whether a function exists', () => {
  it('is yes or no', async () => {
    expect(await functions().exists('echo', 5_000)).toBe(true);
    expect(await functions().exists('nowhere', 5_000)).toBe(false);
  });

  it('is not known to whoever may not ask', async () => {
    const credentials = { ...CREDENTIALS, accessKeySecret: 'wrong' };
    expect(await failure(functions({ credentials }).exists('echo', 5_000))).toMatchObject({ kind: 'not-allowed' });
  });
});

describe('what is sent', () => {
  let calls: Call[];
  let any: Served;
  let answer: Answer;
  beforeEach(async () => {
    calls = [];
    answer = { status: 200, body: '{}' };
    any = await serve({}, (call) => {
      calls.push(call);
      return answer;
    });
  });
  afterEach(() => any.close());

  it('is the API of 3.0, and that of 2.0 when there is a service', async () => {
    await functions({ endpoint: any.url }).invoke('echo', Buffer.from('x'), 5_000);
    await functions({ endpoint: any.url, service: 'cdn' }).invoke('echo', Buffer.from('x'), 5_000);
    await functions({ endpoint: any.url, service: 'cdn' }).exists('echo', 5_000);
    expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /2023-03-30/functions/echo/invocations',
      'POST /2016-08-15/services/cdn/functions/echo/invocations',
      'GET /2016-08-15/services/cdn/functions/echo',
    ]);
    expect(calls[0]?.headers).toMatchObject({ 'x-fc-invocation-type': 'Sync', 'x-fc-account-id': '1' });
  });

  it.each(['LTAI5tKey', 'STS.key'])(
    'brings the token of a temporary key, whatever it begins with: %s',
    async (accessKeyId) => {
      const credentials = { accessKeyId, accessKeySecret: 'x', securityToken: TOKEN };
      await functions({ endpoint: any.url, credentials }).invoke('echo', Buffer.from('x'), 5_000);
      expect(calls[0]?.headers['x-fc-security-token']).toBe(TOKEN);
    },
  );

  it('reads the error code of 2.0 too', async () => {
    const body = JSON.stringify({ ErrorCode: 'AccessDenied', ErrorMessage: `not for ${CREDENTIALS.accessKeyId}` });
    answer = { status: 403, headers: { 'content-type': 'application/json' }, body };
    const error = await failure(
      functions({ endpoint: any.url, service: 'cdn' }).invoke('echo', Buffer.from('x'), 5_000),
    );
    expect(error).toMatchObject({ kind: 'not-allowed', code: 'AccessDenied' });
  });
});
