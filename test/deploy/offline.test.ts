/** A deployment as README tells it, up to the network: with Serverless Devs itself, and a stand-in for its component. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVERLESS_DEVS } from '../../deploy/render';
import { CREDENTIALS, startCloud } from '../cloud/cloud';
import { type FunctionsServer, functionsServer, timerEvent } from '../cloud/functions/server';
import { type Checkout, checkout, type Ran } from './offline';
import { SECRETS, SETTINGS } from './settings';

let here: Checkout;
let deployed: Ran;
beforeAll(async () => {
  here = await checkout();
  deployed = await here.npm('deploy', SETTINGS);
}, 60_000);
afterAll(() => here.remove());

const verify = () => here.node([SERVERLESS_DEVS, 'verify', '-t', 'template.yml'], SETTINGS);

describe('s verify', () => {
  it('takes the template', async () => {
    expect(await verify()).toMatchObject({ code: 0, printed: expect.stringContaining('passed') });
  });

  it('refuses a number that is a text', async () => {
    const file = path.join(here.folder, 'template.yml');
    const template = await readFile(file, 'utf8');
    await writeFile(file, template.replace('timeout: 60', "timeout: '60'"));
    expect((await verify()).printed).toContain('must be integer');
    await writeFile(file, template);
  });
});

describe('npm run deploy', () => {
  it('builds, deploys both functions, and ends well', () => {
    expect(deployed.printed).toContain('template.yml and the settings it hands to the functions are right');
    expect(deployed.printed).toMatch(/\[poll\] completed[\s\S]*\[submit\] completed/);
    expect(deployed.code).toBe(0);
  });

  it('shows no secret, although the component gives the environment of the functions back', () => {
    expect(deployed.printed).toContain('SLACK_WEBHOOK_URL');
    for (const secret of SECRETS) expect(deployed.printed).not.toContain(secret);
  });

  it('leaves no secret in the logs that Serverless Devs keeps', async () => {
    const logs = path.join(path.dirname(here.folder), '.s', 'logs');
    const files = (await readdir(logs, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    const texts = await Promise.all(files.map((one) => readFile(path.join(one.parentPath, one.name), 'utf8')));
    expect(texts.join('')).toContain('[hidden]');
    for (const secret of SECRETS) expect(texts.join('')).not.toContain(secret);
  });

  it('hands over the poller with its timer, one at a time, and without repetitions', async () => {
    const { props, credential } = await here.seen('deploy', 'cdn-task-poll');
    expect(props).toMatchObject({
      region: 'cn-hangzhou',
      runtime: 'nodejs20',
      handler: 'poll.handler',
      role: 'cdn-task-poll',
      timeout: 60,
      memorySize: 256,
      cpu: 0.25,
      diskSize: 512,
      logConfig: { project: 'team-logs', logstore: 'cdn-tasks', logBeginRule: 'None' },
      concurrencyConfig: { reservedConcurrency: 1 },
      asyncInvokeConfig: { maxAsyncRetryAttempts: 0 },
      triggers: [{ triggerType: 'timer', triggerConfig: { cronExpression: '@every 1m', enable: true } }],
    });
    expect(props.environmentVariables.SLACK_WEBHOOK_URL).toBe(SETTINGS.SLACK_WEBHOOK_URL);
    expect(credential).toEqual({
      AccountID: SETTINGS.ALIBABA_CLOUD_ACCOUNT_ID,
      AccessKeyID: SETTINGS.ALIBABA_CLOUD_ACCESS_KEY_ID,
      AccessKeySecret: SETTINGS.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    });
  });

  it('hands over the submit function without the webhook and without a timer', async () => {
    const { props } = await here.seen('deploy', 'cdn-task-submit');
    expect(props).toMatchObject({ handler: 'submit.handler', asyncInvokeConfig: { maxAsyncRetryAttempts: 3 } });
    expect(props).not.toHaveProperty('triggers');
    expect(Object.keys(props.environmentVariables)).not.toContain('SLACK_WEBHOOK_URL');
  });

  it('passes a temporary key on with its token', async () => {
    await here.npm('deploy', { ...SETTINGS, ALIBABA_CLOUD_SECURITY_TOKEN: 'CAIStemporary0001' });
    expect((await here.seen('deploy', 'cdn-task-poll')).credential.SecurityToken).toBe('CAIStemporary0001');
  });

  it('reads the settings from a file .env', async () => {
    const file = path.join(here.folder, '.env');
    const lines = Object.entries({ ...SETTINGS, NOTIFY: 'failures' }).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(file, lines.join(''));
    expect((await here.npm('deploy', {})).code).toBe(0);
    const { props } = await here.seen('deploy', 'cdn-task-poll');
    expect(props.environmentVariables).toMatchObject({ NOTIFY: 'failures', TABLESTORE_INSTANCE: 'tasks' });
    await writeFile(file, '');
  });

  it.each([
    ['a missing setting', { LOG_PROJECT: '' }, /LOG_PROJECT is missing: a project of Simple Log Service/],
    ['a webhook that is not https', { SLACK_WEBHOOK_URL: 'http://x.y' }, /SLACK_WEBHOOK_URL must be a URL that begins/],
    [
      'an unknown region',
      { ALIBABA_CLOUD_REGION: 'cn-nowhere' },
      /ALIBABA_CLOUD_REGION is not a region of Function Compute/,
    ],
  ])('does nothing with %s', async (_, wrong, said) => {
    const { code, printed } = await here.npm('deploy', { ...SETTINGS, ...wrong });
    expect(printed).toMatch(said);
    expect(printed).toContain('Nothing was done.');
    expect(printed).not.toContain('    at ');
    expect(code).toBe(2);
  });

  it('fails when the component does, and shows no secret then either', async () => {
    const { code, printed } = await here.npm('deploy', {
      ...SETTINGS,
      STAND_IN_FAILS: `no: ${SETTINGS.SLACK_WEBHOOK_URL}`,
    });
    expect(printed).toContain('no: [hidden]');
    for (const secret of SECRETS) expect(printed).not.toContain(secret);
    expect(code).not.toBe(0);
  });
});

describe('npm run remove', () => {
  it('removes both functions, also when the webhook is gone already', async () => {
    const { SLACK_WEBHOOK_URL: _, ...others } = SETTINGS;
    expect((await here.npm('remove', others)).code).toBe(0);
    for (const name of ['cdn-task-poll', 'cdn-task-submit']) expect(await here.seen('remove', name)).toBeDefined();
  });
});

describe('the code that is handed over', () => {
  it('is the bundle and its source map, and nothing else', async () => {
    const files = await readdir(path.join(here.record, 'cdn-task-poll'));
    expect(files.sort()).toEqual(['poll.js', 'poll.js.map', 'submit.js', 'submit.js.map']);
  });

  it('answers an event in a bare Node, with no node_modules in sight', async () => {
    const cloud = await startCloud();
    let functions: FunctionsServer | undefined;
    try {
      await cloud.createTable();
      const code = (name: string) => path.join(here.record, name);
      functions = await functionsServer({
        functions: [cloud.poll, cloud.submit].map((config) => ({ ...config, code: code(config.name) })),
        credentials: CREDENTIALS,
        roleCredentials: () => cloud.roleCredentials,
      });
      const watched = await functions.invoke(cloud.submit.name, Buffer.from('{"watch": ["12345678"]}'));
      expect(watched).toMatchObject({ kind: 'result' });
      const tick = await functions.invoke(cloud.poll.name, timerEvent(cloud.poll, Date.now()));
      expect(JSON.parse(String(tick.kind === 'result' && tick.body))).toMatchObject({ pending: 1, calls: 1 });
    } finally {
      await functions?.close();
      await cloud.close();
    }
  });
});
