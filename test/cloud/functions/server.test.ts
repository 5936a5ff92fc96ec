/** The local Function Compute does to a function what the platform does to it. */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowLeak } from '../../support/secrets/this-file';
import type { FunctionConfig } from './function';
import { type FunctionsServer, functionsServer } from './server';

const KEYS = { accessKeyId: 'LTAI5tCaller', accessKeySecret: 'CallerSecret' };
const ROLE = { accessKeyId: 'STS.role', accessKeySecret: 'RoleSecret', securityToken: 'RoleToken' };
const NOON = Date.UTC(2026, 10, 23, 12);

const CODE = `
let calls = 0;
exports.echo = async (event, context) => ({
  isBuffer: Buffer.isBuffer(event), event: event.toString(), context, calls: ++calls,
  environment: Object.keys(process.env).sort(), now: Date.now(), year: new Date(0).getUTCFullYear(),
});
exports.bytes = async () => Buffer.from([0, 255]);
exports.text = async () => 'plain';
exports.nothing = async () => undefined;
exports.busy = async () => { for (const end = performance.now() + 200; performance.now() < end; ); };
exports.fails = async () => { throw new TypeError('no good'); };
exports.hangs = () => new Promise(() => setInterval(() => {}, 1000));
exports.dies = async () => process.exit(3);
exports.logs = async () => { process.stdout.write('one\\ntw'); process.stdout.write('o\\n'); return {}; };
exports.flaky = async (event, { retryCount }) => { if (!(retryCount >= 2)) throw new Error('not yet'); return { retryCount }; };
`;

let folder: string;
let server: FunctionsServer;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'function-'));
  await writeFile(path.join(folder, 'index.js'), CODE);
  const config = (name: string): FunctionConfig => ({
    name,
    handler: `index.${name}`,
    code: folder,
    timeout: 1,
    memorySize: 128,
    cpu: 0.1,
    environmentVariables: { SETTING: 'x' },
    maxAsyncRetryAttempts: 3,
    timer: { name: 'every-minute', payload: 'hello', everyMs: 60_000 },
  });
  const names = ['echo', 'bytes', 'text', 'nothing', 'busy', 'fails', 'hangs', 'dies', 'logs', 'flaky', 'missing'];
  server = await functionsServer({
    functions: names.map(config),
    credentials: KEYS,
    roleCredentials: () => ROLE,
    now: () => NOON,
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** It gives back all it is given. */
const echoes = () => allowLeak('an invocation of echo', 'access key id', 'access key secret', 'security token');

async function result(name: string, event = 'x'): Promise<Record<string, unknown>> {
  if (name === 'echo') echoes();
  const invocation = await server.invoke(name, Buffer.from(event));
  if (invocation.kind !== 'result') throw new Error(invocation.errorMessage);
  return JSON.parse(invocation.body.toString());
}

describe('a function', () => {
  it("gets the event as a Buffer, a context, its own environment and nothing else, and the cloud's clock", async () => {
    const seen = await result('echo', '{"a":1}');
    expect(seen).toMatchObject({
      isBuffer: true,
      event: '{"a":1}',
      context: { credentials: ROLE, function: { name: 'echo', timeout: 1, memory: 128 } },
      year: 1970,
    });
    expect(Math.abs(Number(seen.now) - NOON)).toBeLessThan(5_000);
    const own = (seen.environment as string[]).filter((name) => !name.startsWith('FC_') && name !== 'NODE_CHANNEL_FD');
    expect(own.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual(['SETTING']);
  });

  it('stays warm between invocations', async () => {
    expect([(await result('echo')).calls, (await result('echo')).calls]).toEqual([1, 2]);
  });

  it.each([
    ['bytes', Buffer.from([0, 255])],
    ['text', Buffer.from('plain')],
    ['nothing', Buffer.from('')],
  ])('gives back %s', async (name, body) => {
    expect(await server.invoke(name, Buffer.from(''))).toMatchObject({ kind: 'result', body });
  });

  it('has its output collected line by line', async () => {
    expect((await server.invoke('logs', Buffer.from(''))).logs).toEqual(['one', 'two']);
  });

  it.each([
    ['fails', { kind: 'error', errorType: 'TypeError', errorMessage: 'no good' }],
    ['hangs', { kind: 'timeout', errorMessage: 'Function timed out after 1 seconds' }],
    ['dies', { kind: 'exit' }],
    ['missing', { kind: 'error', errorMessage: 'index.missing is not a function' }],
  ])('that %s ends as such, and the next invocation has an instance', async (name, ended) => {
    expect(await server.invoke(name, Buffer.from(''))).toMatchObject(ended);
    expect(await server.invoke(name, Buffer.from(''))).toMatchObject(ended);
  });

  it('that answers says what it used, and one that dies does not', async () => {
    // What this process has is not the child's, though a child begins as a copy of it.
    const ballast = Buffer.alloc(200_000_000, 1);
    const { usage } = await server.invoke('busy', Buffer.from(''));
    expect(usage?.cpuMs).toBeGreaterThan(50);
    // Node alone takes about 40 MB.
    expect(usage?.peakMb).toBeGreaterThan(20);
    expect(usage?.peakMb).toBeLessThan(ballast.length / 1_048_576 / 2);
    expect(await server.invoke('fails', Buffer.from(''))).toHaveProperty('usage.peakMb');
    expect(await server.invoke('dies', Buffer.from(''))).not.toHaveProperty('usage');
  });

  it("is repeated when its timer's invocation fails, and told which repetition it is", async () => {
    expect(await server.tick('flaky')).toMatchObject({ kind: 'result', body: Buffer.from('{"retryCount":2}') });
  });

  it('gets the event of a timer', async () => {
    echoes();
    const invocation = await server.tick('echo');
    const { event } = JSON.parse(invocation.kind === 'result' ? invocation.body.toString() : '{}');
    expect(JSON.parse(event)).toEqual({
      triggerTime: '2026-11-23T12:00:00Z',
      triggerName: 'every-minute',
      payload: 'hello',
    });
  });
});

describe('an invocation over HTTP', () => {
  function call(name: string, headers: Record<string, string> = {}, secret = KEYS.accessKeySecret): Promise<Response> {
    const url = `/2023-03-30/functions/${name}/invocations`;
    const all: Record<string, string> = {
      date: 'Mon, 23 Nov 2026 12:00:00 GMT',
      'content-type': 'application/json',
      ...headers,
    };
    const own = Object.keys(all)
      .filter((key) => key.startsWith('x-fc-'))
      .sort()
      .map((key) => `${key}:${all[key]}\n`)
      .join('');
    const text = `POST\n\n${all['content-type']}\n${all.date}\n${own}${url}`;
    const signature = createHmac('sha256', secret).update(text).digest('base64');
    return fetch(`${server.url}${url}?qualifier=LATEST`, {
      method: 'POST',
      headers: { ...all, authorization: `FC ${KEYS.accessKeyId}:${signature}` },
      body: 'event',
    });
  }

  it('answers with what the function returned', async () => {
    const response = await call('text');
    expect([response.status, await response.text()]).toEqual([200, 'plain']);
  });

  it('answers 200 with x-fc-error-type when the function failed', async () => {
    const response = await call('fails');
    expect([response.status, response.headers.get('x-fc-error-type')]).toEqual([200, 'HandledInvocationError']);
    expect(await response.json()).toEqual({ errorMessage: 'no good' });
  });

  it('answers 202 at once when it is asynchronous', async () => {
    expect((await call('text', { 'x-fc-invocation-type': 'Async' })).status).toBe(202);
  });

  it.each([
    ['a wrong secret', 'text', 'wrong', 403, 'SignatureNotMatch'],
    ['an unknown function', 'nobody', KEYS.accessKeySecret, 404, 'FunctionNotFound'],
  ])('is refused for %s', async (_, name, secret, status, code) => {
    const response = await call(name, {}, secret);
    expect([response.status, ((await response.json()) as { Code: string }).Code]).toEqual([status, code]);
  });
});
