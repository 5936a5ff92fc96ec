/** Whoever is not allowed something is told which action it is, and which document allows it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, settingsFor, startCloud, TABLE } from '../cloud/cloud';
import { cdnTasks, type Ended } from './command';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
  await cloud.createTable();
});
afterEach(() => cloud.close());

const run = (args: readonly string[], changed: Record<string, string | undefined> = {}): Promise<Ended> =>
  cdnTasks(args, { ...settingsFor(cloud), ...changed });

async function wrongs(changed: Record<string, string> = {}): Promise<string[]> {
  const { code, out } = await run(['doctor'], changed);
  expect(code).toBe(3);
  return out.split('\n').filter((line) => line.startsWith('✗'));
}

const ALLOWED = (action: string) => `allow ${action} for the RAM user of this access key, as in ram/user-policy.json`;

describe('doctor names what the key of the command is not allowed', () => {
  it.each([
    'ots:DescribeTable',
    'ots:GetRange',
    'ots:BatchGetRow',
    'ots:BatchWriteRow',
    'cdn:DescribeRefreshTaskById',
    'cdn:DescribeRefreshQuota',
  ])('%s, in one line', async (action) => {
    cloud.access.deny('user', action);
    expect(await wrongs()).toEqual([expect.stringMatching(new RegExp(`→ ${ALLOWED(action)}$`))]);
  });

  it.each(['fc:GetFunction', 'fc:InvokeFunction'])('%s, for each function', async (action) => {
    cloud.access.deny('user', action);
    const lines = await wrongs();
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(new RegExp(`^✗ function cdn-task-.*; ${ALLOWED(action)}$`));
  });

  it('several actions on the table, each in a line', async () => {
    cloud.access.deny('user', 'ots:GetRange');
    cloud.access.deny('user', 'ots:BatchWriteRow');
    expect((await wrongs()).map((line) => /→ allow (\S+)/.exec(line)?.[1])).toEqual([
      'ots:GetRange',
      'ots:BatchWriteRow',
    ]);
  });
});

describe('another sub-command names', () => {
  it.each([
    ['ots:CreateTable', ['setup']],
    ['ots:GetRange', ['list']],
    ['ots:BatchGetRow', ['show', '1']],
    ['ots:BatchWriteRow', ['forget', '1']],
    ['fc:InvokeFunction', ['poll']],
    ['fc:InvokeFunction', ['watch', '1']],
  ])('%s: %j', async (action, args) => {
    cloud.access.deny('user', action);
    const { code, out, err } = await run(args);
    expect([code, `${out}${err}`]).toEqual([3, expect.stringContaining(ALLOWED(action))]);
  });
});

describe('doctor asks the functions to check themselves, and', () => {
  it.each([
    ['poll', 'ots:GetRange'],
    ['poll', 'ots:BatchGetRow'],
    ['poll', 'ots:BatchWriteRow'],
    ['poll', 'cdn:DescribeRefreshTaskById'],
    ['submit', 'ots:BatchGetRow'],
    ['submit', 'ots:BatchWriteRow'],
    ['submit', 'cdn:DescribeRefreshQuota'],
  ] as const)('names what a role lacks: %s %s', async (name, action) => {
    cloud.access.deny(name, action);
    expect(await wrongs()).toEqual([
      `✗ function cdn-task-${name}: its role lacks ${action} → allow it as in ram/${name}-policy.json`,
    ]);
  });

  it('tells of all that is wrong at once', async () => {
    cloud.access.deny('poll', 'ots:GetRange');
    cloud.access.deny('poll', 'ots:BatchWriteRow');
    cloud.access.deny('submit', 'ots:BatchWriteRow');
    expect(await wrongs()).toHaveLength(3);
  });

  it('says so when one is older and answers no checks, or is another function', async () => {
    const older = Buffer.from(JSON.stringify({ pending: 0, calls: 0 }));
    cloud.functions.faults.when(({ method }) =>
      method === 'POST' ? { kind: 'answer', answer: { status: 200, body: older } } : undefined,
    );
    const lines = await wrongs();
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).toMatch(/does not check itself: it is an older version.* → deploy it again$/);
    cloud.functions.faults.clear();
    expect(await wrongs({ POLL_FUNCTION: 'cdn-task-submit' })).toEqual([
      expect.stringMatching(/it is the function "submit" of this project, not "poll" → .*POLL_FUNCTION/),
    ]);
  });

  it('says so when their list is not that of the command', async () => {
    await cloud.client.createTable({
      tableMeta: {
        tableName: 'other',
        primaryKey: [
          { name: 'list', type: 'STRING' },
          { name: 'id', type: 'STRING' },
        ],
      },
      reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
      tableOptions: { timeToLive: -1, maxVersions: 1 },
    });
    const lines = await wrongs({ TABLESTORE_TABLE: 'other' });
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(`its list is the table ${TABLE} of cdn-local`);
  });

  it('tells of a webhook of the poller that Slack refuses', async () => {
    const alive = cloud.slack.webhookUrl;
    cloud.slack.state = 'no_service';
    expect(await wrongs({ SLACK_WEBHOOK_URL: alive })).toEqual([
      expect.stringMatching(/^✗ webhook: Slack refuses it/),
      expect.stringMatching(/^✗ function cdn-task-poll: Slack refuses its webhook \(no_service\) → .*and deploy$/),
    ]);
  });
});

it('doctor names a setting of a function that is wrong', async () => {
  await cloud.close();
  cloud = await startCloud({ environment: { CDN_CALLS_PER_SECOND: '99' } });
  await cloud.createTable();
  const lines = await wrongs();
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/failed: .*CDN_CALLS_PER_SECOND must be .* → put it right where/);
});
