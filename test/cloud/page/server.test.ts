/** What the page's server gives to a browser; test/browser looks at it with one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cloud, startCloud, TABLE } from '../cloud';
import type { Served } from '../serve';
import { pageServer } from './server';
import type { PageState } from './state';

const NOW = Date.UTC(2026, 10, 23, 14, 52);

let cloud: Cloud;
let page: Served;
beforeEach(async () => {
  cloud = await startCloud();
  page = await pageServer(cloud, { now: () => NOW });
});
afterEach(() => Promise.all([cloud.close(), page.close()]));

const get = (path: string) => fetch(`${page.url}${path}`);
const state = async () => (await (await get('/state')).json()) as PageState;

it.each([
  ['/', 'text/html; charset=utf-8', '<title>'],
  ['/page.js', 'text/javascript; charset=utf-8', 'The local cloud has ended'],
  ['/page.css', 'text/css; charset=utf-8', 'prefers-color-scheme'],
  ['/avatar.svg', 'image/svg+xml; charset=utf-8', '<svg'],
  ['/state', 'application/json; charset=utf-8', '"messages":[]'],
])('serves %s, and lets it load nothing from elsewhere', async (path, type, part) => {
  const response = await get(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'self';(?!.*unsafe)/);
  expect(await response.text()).toContain(part);
});

it('serves nothing else, and takes nothing', async () => {
  expect((await get('/../package.json')).status).toBe(404);
  expect((await fetch(page.url, { method: 'POST' })).status).toBe(405);
});

it('knows no rows until somebody makes the table', async () => {
  expect(await state()).toMatchObject({ now: NOW, rows: [] });
  await cloud.createTable();
  cloud.tablestore.seed(TABLE, [{ list: 'pending', id: '1' }]);
  expect(await state()).toMatchObject({ rows: [{ group: 'pending', id: '1' }], counts: { pending: 1 } });
});

it('shows the messages that Slack took, and no secret', async () => {
  const { webhookUrl } = cloud.slack;
  await fetch(webhookUrl, { method: 'POST', body: JSON.stringify({ text: 'hello' }) });
  await fetch(webhookUrl, { method: 'POST', body: JSON.stringify({ words: 'no message' }) });
  expect((await state()).messages).toMatchObject([{ payload: { text: 'hello' } }]);
  expect(JSON.stringify(await state())).not.toContain(new URL(webhookUrl).pathname);
});
