/** Tests that leak, each through one outlet: leaking.test.ts runs them as all tests are run, and sees them fail. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedInvocation } from '../../../lib/edges/functions-errors';
import { createSlack } from '../../../lib/edges/slack';
import { CdnError, ConfigError, TablestoreError } from '../../../lib/errors';
import { createLog } from '../../../lib/log';
import { cdnTasks } from '../../cli/command';
import { functionsServer } from '../../cloud/functions/server';
import { type SlackServer, slackServer } from '../../cloud/slack/server';
import { KEYS, putParams, type StartedTablestore, startTablestore } from '../listing';
import { FakeChannel, FakeClock, quietLog } from '../world';
import { secretsOf } from './known';
import { noteSecrets } from './notes';
import { allowLeak } from './this-file';

const { accessKeyId: ID, accessKeySecret: SECRET, securityToken: TOKEN } = KEYS;
const PLAIN = { unfurl_links: false, unfurl_media: false } as const;

let store: StartedTablestore;
let slack: SlackServer;
beforeAll(async () => {
  noteSecrets(secretsOf(KEYS));
  store = await startTablestore();
  slack = await slackServer({ secret: 'SecretOfTheWebhook' });
});
afterAll(() => Promise.all([store.server.close(), slack.close()]));

describe('leaks', () => {
  it('a CdnError', () => void new CdnError('unclear', 'X', `no ${ID}`));
  it('a ConfigError', () => void new ConfigError([`no ${SECRET.slice(0, 15)}…`]));
  it('a TablestoreError', () => {
    throw Object.assign(new TablestoreError('GetRow', 'X', 'no', true), { cause: { headers: { token: TOKEN } } });
  });
  it('a FunctionsError', () => {
    const body = Buffer.from(`{"errorMessage":"${Buffer.from(`FC ${ID}:`).toString('base64')}"}`);
    failedInvocation('f', 'Handled', body, KEYS);
  });
  it('the console', () => console.warn('to %s', slack.webhookUrl));
  it('process.stdout', () => createLog('info', 'r-1').info({ body: Buffer.from(SECRET) }, 'called'));
  it('process.stderr', () => void process.stderr.write(encodeURIComponent(slack.webhookUrl)));
  it('a log line', () => quietLog().warn({ deep: [{ url: `/?AccessKeyId=${ID}&x=1` }] }, 'called'));
  it('a message', async () => void (await new FakeChannel(new FakeClock()).post({ ...PLAIN, text: TOKEN })));
  it('a request to Slack', async () => {
    slack.state = 'no_service';
    await createSlack(slack.webhookUrl, Date.now).post({ ...PLAIN, text: SECRET }, 2_000);
  });
  it('a request to Tablestore (PutRow)', async () => {
    let signature = '';
    store.server.faults.when(({ headers }) => {
      signature = headers['x-ots-signature'] ?? '';
      return undefined;
    });
    await store.list.read();
    await store.client.putRow(putParams('1', { note: signature }));
  });
  it('an invocation of shows', async () => {
    const code = await mkdtemp(path.join(tmpdir(), 'shows-'));
    await writeFile(path.join(code, 'index.js'), 'exports.shows = async (_, { credentials }) => credentials;');
    const sizes = { timeout: 5, memorySize: 128, cpu: 0.1, environmentVariables: {}, maxAsyncRetryAttempts: 0 };
    const functions = await functionsServer({
      functions: [{ name: 'shows', handler: 'index.shows', code, ...sizes }],
      credentials: KEYS,
      roleCredentials: () => KEYS,
    });
    await functions.invoke('shows', Buffer.from(''));
    await Promise.all([functions.close(), rm(code, { recursive: true })]);
  });
  it('the standard error of cdn-tasks watch', async () => {
    // All of it the command would hide.
    await cdnTasks(['watch', SECRET.slice(0, 15)], { ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET });
  });
});

describe('passes, since it', () => {
  it('leaks nothing, and finds the errors as they are', () => {
    const error: unknown = new CdnError('unclear', 'X', 'no', 'R');
    expect(error).toBeInstanceOf(CdnError);
    expect(error).not.toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ name: 'CdnError', kind: 'unclear', code: 'X', message: 'no', requestId: 'R' });
    expect(String((error as CdnError).constructor.name)).toBe('CdnError');
  });

  it('leaks what it says it does', () => {
    allowLeak('the console', 'access key id');
    console.info(ID);
  });
});

describe('fails, since it', () => {
  it('does not leak what it says it does', () => allowLeak('the console', 'access key id'));
});
