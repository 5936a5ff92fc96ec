/** What nobody foresaw can be found in the sources, although the bundle is one long line. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { framesOf } from '../../lib/stack';
import { environmentSecrets } from '../support/secrets/known';
import { noteOutput, noteSecrets } from '../support/secrets/notes';

/** Without `function` in the context, which the platform never does, the handler meets undefined. */
const CALL = `require('./poll.js').handler(Buffer.from(''), { requestId: 'r-1' }).catch(() => {})`;
const env = { TABLESTORE_ENDPOINT: 'https://a.b.c', SLACK_WEBHOOK_URL: 'https://x.y/secret-path' };

async function logged(folder: string): Promise<Record<string, unknown>> {
  noteSecrets(environmentSecrets(env));
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', CALL], { cwd: folder, env });
  noteOutput('the log of the poller', stdout);
  return JSON.parse(stdout);
}

it('an unforeseen error is logged with its places in the sources, in one line', async () => {
  const { error, at } = await logged('dist');
  expect(error).toBe('TypeError');
  expect((at as string[])[0]).toMatch(/functions\/poll\.ts:\d+:\d+/);
});

it('without the map the places in the bundle must do', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
  try {
    await copyFile('dist/poll.js', path.join(folder, 'poll.js'));
    expect(((await logged(folder)).at as string[])[0]).toMatch(/poll\.js:\d+:\d+/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each([
  ['without a stack', ''],
  ['whose stack is no stack', 'secret\nat all costs'],
])('an error %s has no places', (_, stack) => {
  expect(framesOf(Object.assign(new Error('x'), { stack }))).toEqual([]);
});

it('the message of an error, which may be long or secret, is not among its places', () => {
  expect(framesOf(new Error('no\nat secret (file:2:2)')).join('\n')).not.toContain('at secret');
});
