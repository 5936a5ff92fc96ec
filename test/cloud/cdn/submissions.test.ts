import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { neverFinishes } from './life';
import { type CdnOptions, type CdnServer, cdnServer } from './server';
import { call, KEY, push, refresh, someUrls } from './vendor-calls';

const NOON = Date.UTC(2026, 0, 15, 12);

let server: CdnServer;
let now = NOON;
let ticks = 0;

/** The clocks stand still but for the one that counts calls, which gives each call a second of its own. */
async function start(options: Partial<CdnOptions> = {}): Promise<void> {
  await server?.close();
  const monotonic = () => ++ticks * 1_000;
  server = await cdnServer({ credentials: KEY, now: () => now, signingClock: Date.now, monotonic, ...options });
}

beforeEach(async () => {
  now = NOON;
  await start();
});
afterEach(() => server.close());

describe('submitted URLs', () => {
  test('share a task when domain and second are the same', async () => {
    const [first] = await refresh(server, ['http://a.com/1', 'http://a.com/2']);
    expect(await refresh(server, ['a.com/3'])).toEqual([first]);
    expect(server.tasks.report(String(first)).map((entry) => entry.url)).toEqual([
      'http://a.com/1',
      'http://a.com/2',
      'a.com/3',
    ]);
  });

  test.each([
    ['another domain', () => refresh(server, ['http://b.com/1'])],
    ['another kind of submission', () => push(server, ['http://a.com/1'])],
    ['another object type', () => refresh(server, ['http://a.com/1'], { ObjectType: 'IgnoreParams' })],
  ])('do not share a task with %s', async (_what, submit) => {
    const [first] = await refresh(server, ['http://a.com/1']);
    expect(await submit()).not.toContain(first);
  });

  test('do not share a task with those of the next second', async () => {
    const [first] = await refresh(server, ['http://a.com/1']);
    now = NOON + 1_000;
    expect(await refresh(server, ['http://a.com/1'])).not.toContain(first);
  });

  test('come back as one id a domain', async () => {
    expect(await refresh(server, ['http://a.com/1', 'http://b.com/1', 'http://a.com/2'])).toHaveLength(2);
  });

  test('fill a refresh task with 2,000', async () => {
    const first = await refresh(server, someUrls(1_000));
    const second = await refresh(server, someUrls(1_000));
    const third = await refresh(server, someUrls(1));
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  test('fill a prefetch task with 500', async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 6; i++) for (const id of await push(server, someUrls(100))) ids.add(id);
    expect([...ids].map((id) => server.tasks.report(id).length)).toEqual([500, 100]);
  });

  test('merge directories within their call only', async () => {
    const directories = { ObjectType: 'Directory' };
    const [first] = await refresh(server, ['http://a.com/x/', 'http://a.com/y/'], directories);
    expect(server.tasks.report(String(first))).toHaveLength(2);
    expect(await refresh(server, ['http://a.com/z/'], directories)).not.toContain(first);
  });

  test('are listed with their type, created now, and finish as their path says', async () => {
    const [id] = await push(server, ['http://a.com/timeout.js'], {
      Area: 'overseas',
      L2Preload: true,
      WithHeader: '{"a":["b"]}',
    });
    now = NOON + 300_000;
    expect(await call(server, 'DescribeRefreshTaskById', { TaskId: id })).toMatchObject({
      Tasks: [{ ObjectType: 'preload', Status: 'Failed', CreationTime: '2026-01-15T12:00:00Z' }],
    });
  });

  test('live as the hook decides', async () => {
    await start({ lifeOf: () => neverFinishes() });
    const [id] = await refresh(server, ['http://a.com/1']);
    now = NOON + 3_600_000;
    expect(server.tasks.report(String(id))[0]?.step.status).toBe('Refreshing');
  });
});
