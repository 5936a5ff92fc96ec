/** How a message is drawn, whatever it says: its parts, and what is in them. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBrowser } from './browser';
import { failure } from './scenes';
import { openStage, type Stage } from './stage';

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await openStage(browser);
});
afterEach(async () => {
  await stage.close();
  expect(stage.faults).toEqual([]);
});

/** What is to be read in the only message, line by line: hidden text is not in it. */
async function lines(): Promise<string[]> {
  const message = stage.page.getByRole('article');
  await message.waitFor();
  return (await message.innerText()).split('\n').filter((line) => line.trim() !== '');
}

it('shows an empty channel and an empty list before anything has happened', async () => {
  await stage.page.getByText('No message yet').waitFor();
  await stage.page.getByText('Nothing is on it').waitFor();
});

it('links each URL to itself', async () => {
  await failure(stage);
  await lines();
  const links = stage.page.getByRole('article').getByRole('link', { name: /^http/ });
  expect(await links.count()).toBeGreaterThan(3);
  for (const link of await links.all()) expect(await link.getAttribute('href')).toBe(await link.innerText());
});

it('shows what went wrong above a rule, and what went well below it', async () => {
  await failure(stage);
  await lines();
  const top = async (what: Locator) => (await what.first().boundingBox())?.y ?? Number.NaN;
  const message = stage.page.getByRole('article');
  const rule = await top(message.locator('.slack_blocks_to_jsx__divider'));
  expect(await top(message.getByText('page-2.html'))).toBeLessThan(rule);
  expect(await top(message.getByText('99999999'))).toBeLessThan(rule);
  expect(await top(message.getByText('deploy 1.2.3').last())).toBeGreaterThan(rule);
});

it('shows whom a message pings, commands and named links', async () => {
  const elements = [
    { type: 'user', user_id: 'U0123ABCD' },
    { type: 'text', text: ' ' },
    { type: 'broadcast', range: 'channel' },
    { type: 'text', text: 'cdn-tasks retry 1', style: { code: true } },
    { type: 'link', url: 'https://cdn.console.aliyun.com/', text: 'console' },
  ];
  await post({ text: 'x', blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }] });
  const said = (await lines()).join('\n');
  for (const text of ['@U0123ABCD', '@channel', 'cdn-tasks retry 1', 'console']) expect(said).toContain(text);
});

it('shows a message without blocks, and says so when it can not draw one', async () => {
  await post({ text: 'R&amp;D *as it is*', mrkdwn: false });
  await post({ text: 'a *bold* word' });
  await post({ text: 'x', blocks: [{ type: 'image', image_url: 'http://example.com/a.png', alt_text: 'a chart' }] });
  const messages = stage.page.getByRole('article');
  await messages.nth(2).waitFor();
  expect(await messages.nth(0).innerText()).toContain('R&D *as it is*');
  expect(await messages.nth(1).locator('strong').innerText()).toBe('bold');
  expect(await messages.nth(2).innerText()).toMatch(/\[a chart\]\s+This page can't draw the message/);
});

function post(message: object): Promise<Response> {
  return fetch(stage.cloud.slack.webhookUrl, { method: 'POST', body: JSON.stringify(message) });
}
