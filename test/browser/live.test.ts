/** The page keeps up with the local cloud, and outlives it. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { completes, fails } from '../cloud/cdn/life';
import { TABLE } from '../cloud/cloud';
import { pageServer } from '../cloud/page/server';
import { openBrowser } from './browser';
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
afterEach(() => stage.close());

const row = (id: string) => stage.page.getByRole('row').filter({ hasText: id });
const cells = async (id: string) => (await row(id).innerText()).split(/\s*[\t\n]\s*/);

it('shows a task from when it is on the list until it is told, without being loaded again', async () => {
  stage.watch('11111111', 'deploy 1.2.3', [{ life: completes(4 * 60_000) }]);
  stage.watch('22222222', 'deploy 1.2.4', [{ life: fails(60 * 60_000) }]);
  await row('11111111').waitFor();
  expect((await cells('11111111')).slice(0, 4)).toEqual(['pending', '11111111', 'deploy 1.2.3', 'waiting']);

  await stage.pollAfter(5);
  await row('11111111').getByText('done', { exact: true }).waitFor();
  expect(await cells('11111111')).toEqual([
    'done',
    '11111111',
    'deploy 1.2.3',
    'complete',
    expect.stringMatching(/^5 m/),
  ]);
  expect((await cells('22222222'))[0]).toBe('pending');
  await stage.page.getByRole('article').getByText('deploy 1.2.3').first().waitFor();
  await stage.page.getByText('1 pending').waitFor();

  await stage.pollAfter(60);
  await row('22222222').getByText('failed', { exact: true }).waitFor();
  expect(await stage.page.getByRole('article').count()).toBe(2);
  expect(stage.faults).toEqual([]);
});

it('shows what Slack has yet to hear as owed, and what nobody can read as dead', async () => {
  stage.watch('11111111', '', [{ life: completes(0) }]);
  stage.cloud.tablestore.seed(TABLE, [{ list: 'pending', id: '33333333', added: 'yesterday' }]);
  stage.cloud.slack.state = 'channel_is_archived';
  await stage.pollAfter(1);
  await row('11111111').getByText('owed', { exact: true }).waitFor();
  await row('33333333').getByText('dead', { exact: true }).waitFor();
  expect(await row('33333333').innerText()).toContain('column added is not an integer');
  expect(stage.faults).toEqual([]);
});

it('stays readable when the cloud ends, says so, and goes on when it is back', async () => {
  stage.watch('11111111', '', [{ life: completes(0) }]);
  await stage.pollAfter(1);
  await stage.page.getByText('11111111.jpg').waitFor();
  const { port } = stage.server;
  await stage.server.close();
  await stage.page.getByRole('alert').waitFor();
  expect(await stage.page.getByRole('article').innerText()).toContain('11111111.jpg');

  const again = await pageServer(stage.cloud, { port });
  try {
    await stage.page.getByRole('alert').waitFor({ state: 'detached' });
  } finally {
    await again.close();
  }
});

it('follows the newest message, but leaves whoever reads an older one where they are', async () => {
  const ask = (what: string) => stage.page.evaluate(`((el) => ${what})(document.querySelector('.messages'))`);
  for (let i = 0; i < 12; i++) {
    stage.watch(`1111111${i}`, '', [{ life: completes(0) }]);
    await stage.pollAfter(1);
  }
  await stage.page.getByRole('article').nth(11).waitFor();
  expect(await ask('el.scrollHeight - el.scrollTop - el.clientHeight < 2')).toBe(true);

  await ask('el.scrollTo({ top: 0 })');
  stage.watch('22222222', '', [{ life: completes(0) }]);
  await stage.pollAfter(1);
  await stage.page.getByRole('article').nth(12).waitFor();
  expect(await ask('el.scrollTop')).toBe(0);
});
