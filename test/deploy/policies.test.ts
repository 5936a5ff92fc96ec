/** The policy documents of ram/: valid, filled as they should be, and neither more nor less than what is used. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillPolicy, POLICIES, placeholders } from '../../deploy/fill-policy';
import { policyValues } from '../../deploy/policy-values';
import { cdnTasks } from '../cli/command';
import { type PolicyOf, readPolicies } from '../cloud/access';
import { completes, fails } from '../cloud/cdn/life';
import { ACCOUNT_ID, type Cloud, INSTANCE, REGION, settingsFor, startCloud, TABLE } from '../cloud/cloud';
import { allowedActions, type Policy } from '../cloud/ram';
import { environmentSecrets } from '../support/secrets/known';
import { noteOutput, noteSecrets } from '../support/secrets/notes';

const ENVIRONMENT = {
  ALIBABA_CLOUD_REGION: 'cn-hangzhou',
  ALIBABA_CLOUD_ACCOUNT_ID: ACCOUNT_ID,
  TABLESTORE_ENDPOINT: `https://${INSTANCE}.cn-hangzhou.ots.aliyuncs.com`,
  LOG_PROJECT: 'logs',
};
const named = policyValues(ENVIRONMENT).values;
/** In the local cloud, which is a region of its own. */
const values = { ...named, ALIBABA_CLOUD_REGION: REGION };
/** A placeholder as it stands in a document. */
const hole = (name: string) => `\${${name}}`;
const textOf = (name: string) => readFileSync(`ram/${name}-policy.json`, 'utf8');
const documentOf = (name: string): Policy => JSON.parse(fillPolicy(textOf(name), values));

describe('a document', () => {
  it.each(POLICIES)('is what the RAM console takes, within its limit: %s', (name) => {
    const { Version, Statement } = documentOf(name);
    expect(Version).toBe('1');
    for (const { Effect, Action } of Statement) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) expect(action).toMatch(/^(ots|cdn|fc|log|ram|sts):[A-Z][A-Za-z]+$/);
    }
    // https://www.alibabacloud.com/help/en/ram/product-overview/limits
    expect(fillPolicy(textOf(name), values).length).toBeLessThan(6_144);
  });

  it.each(POLICIES)('has no placeholder that is unknown or is left: %s', (name) => {
    expect(Object.keys(values)).toEqual(expect.arrayContaining(placeholders(textOf(name))));
    expect(fillPolicy(textOf(name), values)).not.toContain('${');
  });

  it.each(['poll', 'submit', 'user'])('is about everything only where the vendor knows no resources: %s', (name) => {
    const wide = documentOf(name).Statement.filter(({ Resource }) => [Resource].flat().includes('*'));
    expect(wide.flatMap(({ Action }) => Action).join()).toMatch(
      /^(cdn:DescribeRefreshTaskById|cdn:DescribeRefreshQuota|fc:GetTempBucketToken|,)+$/,
    );
  });

  it('lets Function Compute take the roles, and a user hand them to nothing else', () => {
    expect(documentOf('trust').Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } },
    ]);
    expect(documentOf('user').Statement.find(({ Action }) => Action === 'ram:PassRole')).toEqual({
      Effect: 'Allow',
      Action: 'ram:PassRole',
      Resource: [`acs:ram::${ACCOUNT_ID}:role/cdn-task-poll`, `acs:ram::${ACCOUNT_ID}:role/cdn-task-submit`],
      Condition: { StringEquals: { 'acs:Service': 'fc.aliyuncs.com' } },
    });
  });
});

describe('filling', () => {
  it('writes the instance in lower case, and lets no value end the text it stands in', () => {
    expect(
      fillPolicy(`"${hole('TABLESTORE_INSTANCE')}/${hole('LOG_STORE')}"`, {
        TABLESTORE_INSTANCE: 'My-One',
        LOG_STORE: 'a"b',
      }),
    ).toBe('"my-one/a\\"b"');
    expect(() => fillPolicy(hole('LOG_STORE'), {})).toThrow('LOG_STORE');
  });

  it('takes the usual names, and the instance from the endpoint', () => {
    expect(policyValues(ENVIRONMENT)).toEqual({
      problems: [],
      values: {
        ALIBABA_CLOUD_REGION: 'cn-hangzhou',
        ALIBABA_CLOUD_ACCOUNT_ID: ACCOUNT_ID,
        TABLESTORE_INSTANCE: INSTANCE,
        TABLESTORE_TABLE: 'cdn_tasks',
        LOG_PROJECT: 'logs',
        LOG_STORE: 'cdn-tasks',
        POLL_FUNCTION: 'cdn-task-poll',
        SUBMIT_FUNCTION: 'cdn-task-submit',
        POLL_ROLE: 'cdn-task-poll',
        SUBMIT_ROLE: 'cdn-task-submit',
      },
    });
  });

  it('takes the same names as the template', () => {
    const defaults = [...readFileSync('template.yml', 'utf8').matchAll(/env\('(\w+)', '([^']*)'\)/g)]
      .map(([, name, value]) => [String(name), value] as const)
      .filter(([name]) => name in values);
    expect(defaults.length).toBeGreaterThan(5);
    expect(values).toMatchObject(Object.fromEntries(defaults));
  });

  it('names every setting that is missing, and one that would allow more than is meant', () => {
    expect(policyValues({ POLL_ROLE: '*' }).problems.map((problem) => problem.split(' ')[0])).toEqual([
      'ALIBABA_CLOUD_REGION',
      'ALIBABA_CLOUD_ACCOUNT_ID',
      'TABLESTORE_ENDPOINT',
      'LOG_PROJECT',
      'POLL_ROLE',
    ]);
  });

  it('names a region there is not, and an endpoint that is in another one', () => {
    const problemsWith = (changes: object) => policyValues({ ...ENVIRONMENT, ...changes }).problems.join();
    expect(problemsWith({ ALIBABA_CLOUD_REGION: 'eu-centrall-1' })).toContain('is not a region');
    expect(problemsWith({ ALIBABA_CLOUD_REGION: 'eu-central-1' })).toContain('belongs into one region');
  });
});

describe('npm run policies', () => {
  const run = (environment: Readonly<Record<string, string>>) =>
    new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
      // What is set here is not taken from a file .env.
      const env = { PATH: process.env.PATH, ...values, ...environment };
      noteSecrets(environmentSecrets(environment));
      execFile(process.execPath, ['--import', 'tsx', 'deploy/policies.ts'], { env }, (error, out, err) => {
        noteOutput('what npm run policies prints', [out, err]);
        resolve({ code: error?.code ?? 0, out, err });
      });
    });

  it('prints every document filled, says where it goes, and shows no secret', async () => {
    const secrets = {
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'SecretOfAKey',
      SLACK_WEBHOOK_URL: 'https://hooks.slack.com/x/Hook',
    };
    const { code, out, err } = await run({ ...ENVIRONMENT, ...secrets });
    expect([code, err]).toEqual([0, '']);
    for (const name of POLICIES) expect(out).toContain(fillPolicy(textOf(name), named));
    expect(out).toContain('poll-policy: a custom policy, granted to the role cdn-task-poll');
    expect(out).not.toMatch(/SecretOfAKey|Hook/);
  });

  it('says which settings are missing and where to find them', async () => {
    const { code, out, err } = await run({ ...ENVIRONMENT, LOG_PROJECT: '' });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^✗ LOG_PROJECT is missing: the project .* made at https:/);
  });
});

describe('what is used', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    // The documents as they are pasted: for these names and no others.
    cloud = await startCloud({ policies: readPolicies(values) });
    const settings = settingsFor(cloud);
    const run = async (...args: string[]) => expect(await cdnTasks(args, settings)).toMatchObject({ code: 0 });
    await run('setup', '--every', '0.01');
    await run('doctor');
    await run('refresh', 'http://example.com/a.js');
    await run('preload', 'http://example.com/b.mp4');
    cloud.cdn.tasks.add('7', { url: 'http://example.com/c.js', life: fails(0) });
    cloud.cdn.tasks.add('8', { life: completes(0) });
    await run('watch', '7', '8');
    await run('poll');
    await run('list');
    await run('show', '7');
    await run('retry', '--failed');
    cloud.tablestore.seed(TABLE, [{ list: 'dead', id: '9', reason: 'x', row: '{}' }]);
    await run('requeue', '9');
    await run('forget', '9');
  }, 60_000);
  afterAll(() => cloud.close());

  /** By the platform, or by the program that deploys, which the local cloud has none of. */
  const ELSEWHERE: Readonly<Record<keyof PolicyOf, readonly string[]>> = {
    poll: ['log:PostLogStoreLogs'],
    submit: ['log:PostLogStoreLogs'],
    user: [
      ...['CreateFunction', 'UpdateFunction', 'DeleteFunction'],
      ...['Get', 'Put', 'Delete'].map((verb) => `${verb}FunctionAsyncInvokeConfig`),
      ...['Get', 'Put', 'Delete'].map((verb) => `${verb}ConcurrencyConfig`),
      ...['CreateTrigger', 'UpdateTrigger', 'GetTrigger', 'DeleteTrigger', 'ListTriggers'],
      // Serverless Devs asks for these before it removes a function.
      ...['ListFunctionAsyncInvokeConfigs', 'ListFunctionVersions', 'ListAliases', 'ListProvisionConfigs'],
      'ListVpcBindings',
      // It uploads the code through a bucket of the platform's.
      'GetTempBucketToken',
    ]
      .map((name) => `fc:${name}`)
      .concat('ram:PassRole'),
  };

  it.each(['poll', 'submit', 'user'] as const)('is what is allowed, no more and no less: %s', (name) => {
    expect([...cloud.access.asked[name], ...ELSEWHERE[name]].sort()).toEqual(allowedActions([documentOf(name)]));
  });
});
