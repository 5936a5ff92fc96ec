import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createdAt, neverFinishes } from './life';
import { type CdnOptions, type CdnServer, cdnServer } from './server';
import { manyEntries } from './tasks';
import { call, KEY, push, refresh, someUrls } from './vendor-calls';

const NOON = Date.UTC(2026, 0, 15, 12);

let server: CdnServer;
let ticks = 0;

/** The clocks stand still but for the one that counts calls, which gives each call a second of its own. */
async function start(options: Partial<CdnOptions> = {}): Promise<void> {
  await server?.close();
  const monotonic = () => ++ticks * 1_000;
  server = await cdnServer({ credentials: KEY, now: () => NOON, signingClock: Date.now, monotonic, ...options });
}

beforeEach(() => start());
afterEach(() => server.close());

describe('a submission is refused', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['without a path', () => refresh(server, []), 'MissingObjectPath'],
    ['with blank lines only', () => refresh(server, [' ', '']), 'InvalidObjectPath.Malformed'],
    ['with a path that is no URL', () => refresh(server, ['nonsense']), 'InvalidObjectPath.Malformed'],
    ['with a space in a URL', () => refresh(server, ['http://a.com/a b']), 'InvalidObjectPath.Malformed'],
    ['with another scheme', () => refresh(server, ['ftp://a.com/']), 'InvalidObjectPath.Malformed'],
    ['for a wildcard domain', () => refresh(server, ['http://*.a.com/1']), 'InvalidExtensiveDomain.ValueNotSupported'],
    ["for somebody else's domain", () => refresh(server, ['http://c.com/1']), 'InvalidDomain.NotFound'],
    ['for a domain that is offline', () => refresh(server, ['http://off.com/1']), 'InvalidDomain.Offline'],
    [
      'of an unknown type',
      () => refresh(server, ['http://a.com/1'], { ObjectType: 'Tag' }),
      'InvalidObjectType.Malformed',
    ],
    [
      'of a directory without its slash',
      () => refresh(server, ['a.com/x'], { ObjectType: 'Directory' }),
      'InvalidObjectPath.Malformed',
    ],
    ['with a Force that is neither true nor false', () => refresh(server, ['a.com/x'], { Force: 1 }), 'InvalidForce'],
    ['of 1,001 URLs', () => refresh(server, someUrls(1_001, 'a.com')), 'SingleRequest.OverLimit'],
    [
      'of 101 directories',
      () => refresh(server, Array(101).fill('a.com/x/'), { ObjectType: 'Directory' }),
      'SingleRequest.OverLimit',
    ],
    [
      'of two expressions',
      () => refresh(server, ['a.com/x.*', 'a.com/y.*'], { ObjectType: 'Regex' }),
      'SingleRequest.OverLimit',
    ],
    [
      'of eleven domains',
      () =>
        refresh(
          server,
          'abcdefghijk'.split('').map((d) => `${d}.net/1`),
        ),
      'SingleRequest.OverLimit',
    ],
    ['to prefetch 101 URLs', () => push(server, someUrls(101, 'a.com')), 'SingleRequest.OverLimit'],
    [
      'to prefetch a URL of 1,025 characters',
      () => push(server, [`a.com/${'x'.repeat(1_019)}`]),
      'InvalidObjectPath.Malformed',
    ],
    ['to prefetch in an unknown area', () => push(server, ['a.com/x'], { Area: 'moon' }), 'InvalidArea'],
    [
      'to prefetch with headers that are no JSON',
      () => push(server, ['a.com/x'], { WithHeader: '{' }),
      'InvalidWithHeader',
    ],
    [
      'to prefetch with headers that are no object',
      () => push(server, ['a.com/x'], { WithHeader: '[]' }),
      'InvalidWithHeader',
    ],
  ];
  test.each(cases)('%s', async (_what, submit, code) => {
    await start({ domains: { 'a.com': 'online', 'off.com': 'offline' } });
    await expect(submit()).rejects.toMatchObject({ code });
    expect(server.tasks.ids).toEqual([]);
    expect(await call(server, 'DescribeRefreshQuota', {})).toMatchObject({ UrlRemain: '10000', PreloadRemain: '1000' });
  });

  test('when 50,000 prefetches are waiting', async () => {
    server.tasks.add('1', manyEntries(50_000, createdAt(NOON, neverFinishes()), 'preload'));
    await expect(push(server, ['http://a.com/1'])).rejects.toMatchObject({ code: 'PreloadQueueFull' });
  });
});
