import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('the daily quota', () => {
  test('is told in strings', async () => {
    await refresh(server, someUrls(3));
    await refresh(server, ['a.com/x/'], { ObjectType: 'Directory' });
    await refresh(server, ['a.com/x.*'], { ObjectType: 'Regex' });
    await push(server, someUrls(2));
    expect(await call(server, 'DescribeRefreshQuota', {})).toMatchObject({
      UrlQuota: '10000',
      UrlRemain: '9997',
      DirQuota: '100',
      DirRemain: '99',
      RegexQuota: '20',
      RegexRemain: '19',
      PreloadQuota: '1000',
      PreloadRemain: '998',
    });
  });

  test('refuses a call it does not suffice for, and takes nothing for it', async () => {
    await start({ quotas: { Url: 5, Preload: 1 } });
    await expect(refresh(server, someUrls(6))).rejects.toMatchObject({ code: 'QuotaExceeded.Refresh' });
    await expect(push(server, someUrls(2))).rejects.toMatchObject({ code: 'QuotaExceeded.Preload' });
    expect(await refresh(server, someUrls(5))).toHaveLength(1);
    expect(await call(server, 'DescribeRefreshQuota', {})).toMatchObject({ UrlRemain: '0', PreloadRemain: '1' });
  });

  test('comes back at midnight UTC+8', async () => {
    await start({ quotas: { Url: 1 } });
    await refresh(server, someUrls(1));
    now = Date.UTC(2026, 0, 15, 15, 59, 59);
    await expect(refresh(server, someUrls(1))).rejects.toMatchObject({ code: 'QuotaExceeded.Refresh' });
    now = Date.UTC(2026, 0, 15, 16);
    expect(await refresh(server, someUrls(1))).toHaveLength(1);
  });
});
