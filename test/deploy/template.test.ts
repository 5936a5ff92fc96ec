/** template.yml is right, and what would make it wrong is refused before anything is deployed. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentFaults } from '../../deploy/check';
import { templateFaults } from '../../deploy/faults';
import { renderTemplate } from '../../deploy/render';
import { readSettings } from '../../lib/config';
import { COMMON_SETTINGS, POLLER_SETTINGS } from '../../lib/setting-schemas';
import { SECRETS, SETTINGS } from './settings';

interface Document {
  readonly resources: Record<
    'poll' | 'submit',
    { readonly props: { readonly environmentVariables: Record<string, string> } }
  >;
}

const template = await readFile('template.yml', 'utf8');
let document: Document;
beforeAll(async () => {
  document = (await renderTemplate(template, SETTINGS)) as Document;
});

/** The rendered template with one value changed, or taken away. */
function changed(place: string, value: unknown): unknown {
  const copy = structuredClone(document) as object;
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<object>((found, key) => Reflect.get(found, key), copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
  return copy;
}

describe('template.yml', () => {
  it('is right', async () => {
    expect(await deploymentFaults(template, SETTINGS)).toEqual([]);
  });

  it('hands every setting to the function that reads it, and no other', () => {
    const { poll, submit } = document.resources;
    expect(Object.keys(poll.props.environmentVariables).sort()).toEqual([...POLLER_SETTINGS].sort());
    expect(Object.keys(submit.props.environmentVariables).sort()).toEqual([...COMMON_SETTINGS].sort());
  });

  it('has the defaults the functions have', () => {
    const { TABLESTORE_ENDPOINT, SLACK_WEBHOOK_URL } = SETTINGS;
    expect(readSettings(document.resources.poll.props.environmentVariables)).toEqual(
      readSettings({ TABLESTORE_ENDPOINT, SLACK_WEBHOOK_URL }),
    );
  });
});

it('takes a second webhook, and one that is none', async () => {
  for (const second of ['https://hooks.slack.com/services/T00000000/B00000000/Second01', 'none', '']) {
    expect(await deploymentFaults(template, { ...SETTINGS, SLACK_FAILURES_WEBHOOK_URL: second })).toEqual([]);
  }
});

describe('a template', () => {
  it.each([
    [
      'with a typo in the type of its trigger',
      'triggerType: timer',
      'triggerType: tmer',
      'triggers.0.triggerType must be timer',
    ],
    [
      'with a typo in a key of its trigger',
      'cronExpression:',
      'cronExpresion:',
      'cronExpresion is not known here: is it misspelt?',
    ],
    [
      'with too short a timeout',
      'timeout: 60',
      'timeout: 5',
      'poll.props.timeout must be a whole number from 10 to 86400',
    ],
    [
      'with a setting nobody reads',
      'NOTIFY:',
      'NOTIFI:',
      'poll.props.environmentVariables.NOTIFI is no setting of this function',
    ],
    ['with a number from the environment', 'timeout: 60', `timeout: \${env('T', '60')}`, 'written without'],
    ['with a handler there is not', 'poll.handler', 'pol.handler', 'must be poll.handler'],
    ['that is no YAML', 'resources:', 'resources', 'template.yml can not be read: template.yml format is incorrect'],
    ['that is empty', template, '{}', 'template.yml can not be read'],
  ])('%s is refused', async (_, from, to, fault) => {
    const faults = await deploymentFaults(template.replace(from, to), SETTINGS);
    expect(faults.join('\n')).toContain(fault);
  });

  const POLL = 'resources.poll.props';
  it.each([
    ['a schedule that is none', `${POLL}.triggers.0.triggerConfig.cronExpression`, '@every 30s', 'is no schedule'],
    ['a trigger that is switched off', `${POLL}.triggers.0.triggerConfig.enable`, false, 'must be true'],
    ['no trigger', `${POLL}.triggers`, [], 'triggers'],
    ['no trigger at all', `${POLL}.triggers`, undefined, `${POLL}.triggers is missing`],
    ['a trigger of the submit function', 'resources.submit.props.triggers', [], 'triggers is not known here'],
    ['two sweeps at a time', `${POLL}.concurrencyConfig.reservedConcurrency`, 2, 'must be 1'],
    ['no limit of sweeps', `${POLL}.concurrencyConfig`, undefined, 'concurrencyConfig is missing'],
    ['ticks that are repeated', `${POLL}.asyncInvokeConfig.maxAsyncRetryAttempts`, 3, 'the next tick is the retry'],
    ['no word on repetitions', `${POLL}.asyncInvokeConfig`, undefined, 'asyncInvokeConfig is missing'],
    ['logs whose lines are glued together', `${POLL}.logConfig.logBeginRule`, 'DefaultRegex', 'must be None'],
    ['logs left to the component', `${POLL}.logConfig`, 'auto', 'glues JSON lines together'],
    ['a role left to the component', `${POLL}.role`, 'auto', 'must be the name of a RAM role'],
    ['no role', `${POLL}.role`, undefined, 'role is missing'],
    ['a memory that is no step of 64 MB', `${POLL}.memorySize`, 200, 'must be a multiple of 64'],
    ['too much memory for its vCPU', `${POLL}.memorySize`, 2_048, 'cpu must suit memorySize'],
    ['too little memory for its vCPU', `${POLL}.cpu`, 0.5, 'cpu must suit memorySize'],
    ['a disk there is not', `${POLL}.diskSize`, 1_024, 'must be 512 or 10240'],
    ['a runtime the code is not built for', `${POLL}.runtime`, 'nodejs18', 'must be nodejs20'],
    ['another folder', `${POLL}.code`, './', 'must be ./dist'],
    ['no way to Slack', `${POLL}.internetAccess`, false, 'Slack is on the internet'],
    ['a network its policies know nothing of', `${POLL}.vpcConfig`, { vpcId: 'vpc-1' }, 'vpcConfig is not known here'],
    ['a vCPU that is no step', `${POLL}.cpu`, 0.22, 'must be a multiple of 0.05'],
    ['a version there is not', `${POLL}.triggers.0.qualifier`, 'prod', 'must be LATEST'],
    ['the wrong handler', `${POLL}.handler`, 'submit.handler', 'must be poll.handler'],
    ['two regions', 'resources.submit.props.region', 'cn-beijing', 'must be in one region'],
    [
      'two tables',
      'resources.submit.props.environmentVariables.TABLESTORE_TABLE',
      'other',
      'the same TABLESTORE_TABLE',
    ],
    ['a misspelt key', `${POLL}.timeOut`, 60, 'timeOut is not known here'],
    ['a region there is not', `${POLL}.region`, 'cn-hangzou', 'ALIBABA_CLOUD_REGION is not a region'],
    ['one name for both', 'resources.submit.props.functionName', 'cdn-task-poll', 'the same functionName'],
    ['a name that is none', `${POLL}.functionName`, 'cdn task', 'is not the name of a function'],
    ['no build before it', 'actions.pre-deploy', [], 'must run npm run build'],
    ['another edition', 'edition', '1.0.0', 'must be 3.0.0'],
    ['a function too many', 'resources.other', {}, 'resources.other is not known here'],
    ['a function too few', 'resources.submit', undefined, 'resources.submit is missing'],
    [
      'a webhook that is not https',
      `${POLL}.environmentVariables.SLACK_WEBHOOK_URL`,
      'http://hooks.slack.com/x',
      'SLACK_WEBHOOK_URL must be a URL that begins with https://',
    ],
    [
      'an endpoint on this machine',
      `${POLL}.environmentVariables.CDN_ENDPOINT`,
      'http://127.0.0.1:1',
      'CDN_ENDPOINT must be a URL that begins with https://',
    ],
    [
      'a setting out of its range',
      `${POLL}.environmentVariables.CDN_CALLS_PER_SECOND`,
      '31',
      'CDN_CALLS_PER_SECOND must be a whole number from 1 to 30',
    ],
    [
      'a required setting that is not handed on',
      `${POLL}.environmentVariables.TABLESTORE_ENDPOINT`,
      undefined,
      'TABLESTORE_ENDPOINT is missing',
    ],
    [
      'a secret of the poller handed to the submit function',
      'resources.submit.props.environmentVariables.SLACK_WEBHOOK_URL',
      'https://x',
      'SLACK_WEBHOOK_URL is no setting of this function',
    ],
    [
      'more settings than the platform takes',
      `${POLL}.environmentVariables.SLACK_WEBHOOK_URL`,
      `https://x.y/${'z'.repeat(4_096)}`,
      'is larger than 4 KB',
    ],
  ])('with %s is refused', (_, place, value, fault) => {
    const faults = templateFaults(changed(place, value)).join('\n');
    expect(faults).toContain(fault);
    for (const secret of SECRETS) expect(faults).not.toContain(secret);
  });

  it.each([
    ['another schedule', `${POLL}.triggers.0.triggerConfig.cronExpression`, 'CRON_TZ=Asia/Shanghai 0 */5 * * * *'],
    ['a role by its ARN', `${POLL}.role`, 'acs:ram::1234567890123456:role/cdn-task-poll'],
    ['a larger size', `${POLL}.memorySize`, 512],
    ['a time zone less', `${POLL}.triggers.0.triggerConfig.cronExpression`, '0 0 4 * * *'],
  ])('with %s is right', (_, place, value) => {
    expect(templateFaults(changed(place, value))).toEqual([]);
  });

  it.each([[null], [[]], ['text'], [7], [{}]])('that is %j is refused, and not with a crash', (nonsense) => {
    expect(templateFaults(nonsense)).not.toEqual([]);
  });
});

describe('the environment of a deployment', () => {
  it('that is empty: every missing variable is named at once, with where to find it', async () => {
    const faults = await deploymentFaults(template, {});
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'ALIBABA_CLOUD_REGION',
      'LOG_PROJECT',
      'SLACK_WEBHOOK_URL',
      'TABLESTORE_ENDPOINT',
    ]);
    for (const fault of faults) expect(fault).toMatch(/is missing: .{20}/);
  });

  it.each([
    [
      'a webhook that is not https',
      { SLACK_WEBHOOK_URL: 'http://hooks.slack.com/services/DeployWebhookSecret01' },
      'SLACK_WEBHOOK_URL',
    ],
    ['an unknown region', { ALIBABA_CLOUD_REGION: 'cn-nowhere' }, 'ALIBABA_CLOUD_REGION is not a region'],
    ['an endpoint that is none', { TABLESTORE_ENDPOINT: 'tasks.cn-hangzhou' }, 'TABLESTORE_ENDPOINT'],
    [
      'an endpoint without https',
      { TABLESTORE_ENDPOINT: 'tasks.cn-hangzhou.ots.aliyuncs.com' },
      'begins with https://',
    ],
    [
      'an endpoint inside the cloud',
      { TABLESTORE_ENDPOINT: 'https://tasks.cn-hangzhou.vpc.tablestore.aliyuncs.com' },
      'the public endpoint',
    ],
    [
      'an endpoint that was not filled in',
      { TABLESTORE_ENDPOINT: 'https://INSTANCE.REGION.ots.aliyuncs.com' },
      'the public endpoint',
    ],
    [
      'an endpoint in another region',
      { TABLESTORE_ENDPOINT: 'https://tasks.eu-central-1.ots.aliyuncs.com' },
      'one region',
    ],
    [
      'a page of Slack instead of a webhook',
      { SLACK_WEBHOOK_URL: 'https://api.slack.com/apps/A1/incoming-webhooks' },
      'is not an incoming webhook',
    ],
    [
      'one webhook twice',
      { SLACK_FAILURES_WEBHOOK_URL: SETTINGS.SLACK_WEBHOOK_URL },
      'is the same as SLACK_WEBHOOK_URL',
    ],
    ['an account that is no number', { ALIBABA_CLOUD_ACCOUNT_ID: 'me@example.com' }, 'ALIBABA_CLOUD_ACCOUNT_ID'],
    ['half an access key', { ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing'],
    ['a table that can not be', { TABLESTORE_TABLE: 'cdn tasks' }, 'TABLESTORE_TABLE'],
    ['a project that can not be', { LOG_PROJECT: 'My Logs' }, 'LOG_PROJECT is not the name'],
  ])('with %s: it is named, and no value is shown', async (_, wrong, named) => {
    const faults = (await deploymentFaults(template, { ...SETTINGS, ...wrong })).join('\n');
    expect(faults).toContain(named);
    for (const secret of SECRETS) expect(faults).not.toContain(secret);
  });
});
