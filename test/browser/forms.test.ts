/** The forms a message takes where a setting, Slack's limits or Slack's refusal ask for another one. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { fails } from '../cloud/cdn/life';
import { openBrowser } from './browser';
import { look } from './look';
import { openStage, type Stage } from './stage';

const SETTINGS = {
  SLACK_MENTION_ON_FAILURE: 'U0123ABCD',
  LINK_TEMPLATE: 'https://cdn.console.aliyun.com/refresh/history?task={id}',
};

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await openStage(browser, { environment: SETTINGS });
});
afterEach(async () => {
  await stage.close();
  expect(stage.faults).toEqual([]);
});

it('links each task to a page of its own when the setting has an id in it, and pings one person', async () => {
  stage.watch('11111111', '', [{ life: fails(0) }]);
  await stage.pollAfter(1);
  expect(await look(stage.page, 0)).toMatchObject({
    pings: ['@U0123ABCD'],
    commands: ['cdn-tasks retry 11111111'],
    links: { console: 'https://cdn.console.aliyun.com/refresh/history?task=11111111' },
  });
});

it('shows what is too much for one message in several, and pings with the first only', async () => {
  for (let i = 10; i < 22; i++) {
    stage.watch(`111111${i}`, '', [{ url: `http://example.com/${'long/'.repeat(90)}${i}.js`, life: fails(0) }]);
  }
  await stage.pollAfter(1);
  const [first, second] = [await look(stage.page, 0), await look(stage.page, 1)];
  expect([first.headlines, second.headlines]).toEqual([
    [expect.stringMatching(/^CDN: \d+ failed \(part 1 of 2\)$/)],
    [expect.stringMatching(/^CDN: \d+ failed \(part 2 of 2\)$/)],
  ]);
  expect([first.pings, second.pings]).toEqual([['@U0123ABCD'], []]);
  expect(first.commands.length + second.commands.length).toBe(12);
  expect([first.cutOff, second.cutOff]).toEqual([0, 0]);
});

it('shows as plain text, with nothing left out, what Slack refuses in its usual form', async () => {
  stage.watch('11111111', 'deploy 1.2.3', [{ life: fails(0, 'OriginTimeout') }]);
  stage.cloud.slack.faults.next({ kind: 'answer', answer: { status: 400, body: 'invalid_blocks' } });
  await stage.pollAfter(1);
  const { lines, ...sight } = await look(stage.page, 0);
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^deploy 1\.2\.3: 1 of 1 URL failed in 1 m/),
    '• http://example.com/11111111.jpg',
    expect.stringMatching(
      /^ *failed: the origin did not answer in time \(OriginTimeout\) · after 1 m.* · task 11111111 /,
    ),
    expect.stringMatching(/^digest /),
  ]);
  expect(lines.join()).toContain('cdn-tasks retry 11111111');
  expect(sight).toMatchObject({ headlines: [], commands: [], cutOff: 0 });
});
