/** Every kind of message the poller posts, as a person sees it on the page. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBrowser } from './browser';
import { BEFORE } from './kinds/before';
import { ENDED } from './kinds/ended';
import type { Seen } from './kinds/kind';
import { OPERATORS } from './kinds/operator';
import { UNUSUAL } from './kinds/unusual';
import { look, written } from './look';
import { openStage, type Stage } from './stage';

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
  stage = await openStage(browser, { environment: { SLACK_MENTION_ON_FAILURE: 'here' } });
  // The poller's clock goes on while it starts: what is told in seconds is told by a warm one.
  await stage.pollAfter(0);
  await stage.dropTable();
});
// One cloud for all kinds: with a new table the poller remembers nothing of the one before.
beforeEach(() => stage.makeTable());
afterEach(async () => {
  await stage.dropTable();
  expect(stage.faults).toEqual([]);
});
afterAll(async () => {
  await stage.close();
  await browser.close();
});

const KINDS = [...ENDED, ...BEFORE, ...UNUSUAL, ...OPERATORS].map((kind) => [kind.kind, kind] as const);

it.each(KINDS)('shows %s', async (_, { play, messages }) => {
  const before = stage.cloud.slack.messages.length;
  await play(stage);
  expect(stage.cloud.slack.messages.length - before).toBe(messages.length);
  for (const [i, seen] of messages.entries()) await holds(before + i, seen);
});

async function holds(
  nth: number,
  { headline, says, pings = [], commands = [], links = {}, footer }: Seen,
): Promise<void> {
  const { lines, ...sight } = await look(stage.page, nth);
  expect(sight).toEqual({ headlines: [headline], pings, commands, links, cutOff: 0 });
  // The headline below the sender, the footer last.
  expect([lines[0], lines[1]]).toEqual([expect.stringMatching(/^CDN tasks APP \d\d:\d\d$/), headline]);
  expect(lines.at(-1)).toMatch(footer);
  for (const text of written(stage.cloud.slack.messages[nth]?.payload)) expect(lines.join('\n')).toContain(text);
  let rest = lines;
  for (const words of says) {
    const at = rest.findIndex((line) => line.includes(words));
    expect(at, `"${words}" in this order in\n${lines.join('\n')}`).toBeGreaterThanOrEqual(0);
    rest = rest.slice(at);
  }
}
