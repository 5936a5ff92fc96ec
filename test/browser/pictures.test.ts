/** The pictures in docs/, taken when PICTURES names a folder: npm run pictures. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completes } from '../cloud/cdn/life';
import { TABLE } from '../cloud/cloud';
import { openBrowser } from './browser';
import { failure, operator, success } from './scenes';
import { openStage, type Stage } from './stage';

const folder = process.env.PICTURES;
const MINUTE = 60_000;
const LARGEST = 300_000;
const WIDTH = 760;
const SETTINGS = { environment: { SLACK_MENTION_ON_FAILURE: 'here' } };

describe.skipIf(!folder)('pictures', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    ['slack-success', success],
    ['slack-failure', failure],
    ['slack-operator', operator],
  ])('%s', async (name, play) => {
    // Below 900 px the channel has the whole width.
    const stage = await openStage(browser, {
      width: WIDTH,
      sharpness: 2,
      environment: { SLACK_MENTION_ON_FAILURE: 'here' },
    });
    await play(stage);
    await take(name, stage.page.getByRole('article'));
    await stage.close();
  });

  it('page', async () => {
    // Sharper ones of so much text are larger than a picture in a README should be.
    const stage = await openStage(browser, { ...SETTINGS, width: 1_100, height: 770, sharpness: 1.4 });
    await failure(stage);
    await underway(stage);
    await stage.page.getByText('3 pending').waitFor();
    await take('page', stage.page.locator('#page'));
    await stage.close();
  });
});

async function underway({ cloud, watch, pollAfter }: Stage): Promise<void> {
  for (const i of [1, 2, 3]) watch(`1570422295${i}`, 'deploy 1.2.5', [{ life: completes(30 * MINUTE) }]);
  cloud.tablestore.seed(TABLE, [{ list: 'pending', id: '40000003', added: 'yesterday' }]);
  await pollAfter(2);
}

async function take(name: string, what: Locator): Promise<void> {
  const file = path.join(folder ?? '', `${name}.png`);
  await what.waitFor();
  await what.screenshot({ path: file });
  expect((await stat(file)).size).toBeLessThan(LARGEST);
}
