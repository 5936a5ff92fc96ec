import RPCClient from '@alicloud/pop-core';
import { afterEach, describe, expect, test } from 'vitest';
import { completes, fails } from './life';
import { type CdnOptions, type CdnServer, cdnServer } from './server';
import { signedCall } from './signed-call';
import { manyEntries } from './tasks';

const NOON = Date.UTC(2026, 0, 15, 12);
const KEY = { accessKeyId: 'LTAItest', accessKeySecret: 'secret' };

interface Reply {
  readonly TotalCount: number;
  readonly Tasks: readonly Readonly<Record<string, string>>[];
}

const open: CdnServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** The vendor's client signs with the machine's clock, whatever `now` says. */
async function start(options: Partial<CdnOptions> = {}): Promise<CdnServer> {
  const server = await cdnServer({ credentials: KEY, now: () => NOON, signingClock: Date.now, ...options });
  open.push(server);
  return server;
}

function client(server: CdnServer, credentials: { accessKeyId: string; accessKeySecret: string } = KEY): RPCClient {
  return new RPCClient({ endpoint: server.url, apiVersion: '2018-05-10', ...credentials });
}

const POST = { method: 'POST' };
const describeTasks = (server: CdnServer, ids: string, options: object = POST) =>
  client(server).request<Reply>('DescribeRefreshTaskById', { TaskId: ids }, options);

describe("the vendor's client", () => {
  test.each([
    ['get', {}],
    ['post', POST],
  ])('can %s the state of tasks', async (_method, options) => {
    const server = await start();
    server.tasks.add('12345678', { url: 'http://example.com/a b.jpg', life: completes(0) });
    const reply = await describeTasks(server, '12345678,404', options);
    expect(reply).toEqual({
      RequestId: 'E0C2EF95-B1EC-4C93-855E-000000000001',
      Tasks: [
        {
          CreationTime: '2026-01-15T12:00:00Z',
          Description: '',
          ObjectPath: 'http://example.com/a b.jpg',
          ObjectType: 'file',
          Process: '100%',
          Status: 'Complete',
          TaskId: '12345678',
        },
      ],
      TotalCount: 1,
    });
  });

  test('finds the entries one level deeper in the other shape', async () => {
    const server = await start({ shape: 'nested' });
    server.tasks.add('1', { life: fails(0, 'OriginTimeout') });
    const entry = { TaskId: '1', Status: 'Failed', Description: 'OriginTimeout' };
    expect(await describeTasks(server, '1')).toMatchObject({ Tasks: { CDNTask: [entry] }, TotalCount: 1 });
  });

  test('sees a task move as the wall clock does', async () => {
    let now = NOON;
    const server = await start({ now: () => now });
    server.tasks.add('1', { life: completes(300_000) });
    const seen: unknown[] = [];
    for (const after of [0, 60_000, 299_999, 300_000]) {
      now = NOON + after;
      seen.push((await describeTasks(server, '1')).Tasks[0]?.Status);
    }
    expect(seen).toEqual(['Pending', 'Refreshing', 'Refreshing', 'Complete']);
  });

  test('gets ten tasks of 2,000 URLs each in one reply', async () => {
    const server = await start();
    const ids = Array.from({ length: 10 }, (_, i) => String(i));
    for (const id of ids) server.tasks.add(id, manyEntries(2_000));
    const reply = await describeTasks(server, ids.join(','));
    expect([reply.TotalCount, reply.Tasks.length]).toEqual([20_000, 20_000]);
  });

  test('throws what the API refuses', async () => {
    const server = await start();
    const stranger = client(server, { ...KEY, accessKeyId: 'LTAIother' });
    const asked = stranger.request('DescribeRefreshTaskById', { TaskId: '1' }, POST);
    await expect(asked).rejects.toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
      data: { HostId: 'cdn.aliyuncs.com', RequestId: expect.any(String) },
    });
  });

  test.each([
    ['no id', '', 'MissingTaskId'],
    ['a blank among the ids', '1,,2', 'InvalidTaskId'],
    ['eleven ids', '1,2,3,4,5,6,7,8,9,10,11', 'InvalidTaskId'],
    ['a refused id among good ones', '1,2,bad', 'InvalidTaskId'],
  ])('is refused for %s', async (_what, ids, code) => {
    const server = await start();
    server.tasks.add('1');
    server.tasks.refuse(['bad']);
    await expect(describeTasks(server, ids)).rejects.toMatchObject({ code });
  });

  test('loses a permission and gets it back', async () => {
    const server = await start();
    server.deny('DescribeRefreshTaskById');
    await expect(describeTasks(server, '1')).rejects.toMatchObject({ code: 'Forbidden.RAM' });
    server.allow('DescribeRefreshTaskById');
    await expect(describeTasks(server, '1')).resolves.toMatchObject({ TotalCount: 0 });
  });

  test.each([
    ['a reset', { kind: 'reset' }, { code: 'ECONNRESET' }],
    ['a lost answer', { kind: 'lost' }, { code: 'ECONNRESET' }],
    ['a cut body', { kind: 'cut', bytes: 20 }, { message: expect.any(String) }],
    ['a hang', { kind: 'hang' }, { name: 'RequestTimeoutError' }],
    ['an answer of HTML', { kind: 'answer', answer: { status: 502, body: '<html>' } }, { name: 'SyntaxError' }],
  ] as const)('notices %s', async (_what, fault, error) => {
    const server = await start();
    server.faults.next(fault);
    await expect(describeTasks(server, '1', { ...POST, timeout: 300 })).rejects.toMatchObject(error);
    await expect(describeTasks(server, '1')).resolves.toMatchObject({ TotalCount: 0 });
  });
});

describe('the pace', () => {
  test('is 30 calls a second unless told otherwise, on the monotonic clock', async () => {
    let tick = 0;
    const server = await start({ monotonic: () => tick });
    for (let i = 0; i < 30; i++) await describeTasks(server, '1');
    await expect(describeTasks(server, '1')).rejects.toMatchObject({ code: 'Throttling.User' });
    tick = 999;
    await expect(describeTasks(server, '1')).rejects.toMatchObject({ code: 'Throttling.User' });
    tick = 1_000;
    await describeTasks(server, '1');
    expect([server.throttled, server.maxInAnySecond()]).toEqual([2, 32]);
  });

  test('is counted for each action on its own', async () => {
    const server = await start({ monotonic: () => 0, callsPerSecond: 1 });
    await describeTasks(server, '1');
    await expect(client(server).request('DescribeRefreshQuota', {}, POST)).resolves.toBeTruthy();
  });

  test('counts the calls a fault kept from being answered too', async () => {
    let tick = 0;
    const server = await start({ monotonic: () => tick });
    server.faults.next({ kind: 'reset' });
    await expect(describeTasks(server, '1,2')).rejects.toMatchObject({ code: 'ECONNRESET' });
    tick = 500;
    await describeTasks(server, '3');
    expect(server.maxInAnySecond()).toBe(2);
    expect(server.calls).toEqual([
      { at: NOON, ids: ['1', '2'], method: 'POST', format: 'JSON' },
      { at: NOON, ids: ['3'], method: 'POST', format: 'JSON' },
    ]);
  });
});

test('a call without Format is answered in XML', async () => {
  const server = await start();
  const Timestamp = `${new Date(Date.now()).toISOString().slice(0, 19)}Z`;
  const params = { Action: 'DescribeRefreshTaskById', Format: undefined, TaskId: '1', Timestamp };
  expect((await signedCall({ url: server.url, credentials: KEY, params })).text).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><DescribeRefreshTaskByIdResponse>' +
      '<RequestId>E0C2EF95-B1EC-4C93-855E-000000000001</RequestId><TotalCount>0</TotalCount>' +
      '</DescribeRefreshTaskByIdResponse>',
  );
});
