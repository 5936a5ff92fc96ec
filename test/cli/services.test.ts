/** `setup`, `poll` and `doctor`: what they find of the services, and what they say to do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completes, fails } from '../cloud/cdn/life';
import { type Cloud, createTable, settingsFor, startCloud, TABLE } from '../cloud/cloud';
import { cdnTasks, type Ended, jsonOf } from './command';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

const run = (args: readonly string[], changed: Record<string, string | undefined> = {}): Promise<Ended> =>
  cdnTasks(args, { ...settingsFor(cloud), ...changed });

describe('setup', () => {
  it('makes the table, waits until it is ready, and changes nothing the second time', async () => {
    cloud.tablestore.refuse(404, 'OTSTableNotReady', 'Table is not ready.', 5, 'GetRange');
    const first = await run(['setup', '--ttl', '365', '--every', '0.01']);
    expect(first).toMatchObject({ code: 0, out: 'table cdn_tasks is ready; rows are kept 365 days\n' });
    cloud.tablestore.seed(TABLE, [{ list: 'pending', id: '1' }]);
    const second = await run(['setup']);
    expect(second).toMatchObject({
      code: 0,
      out: 'table cdn_tasks is ready (it was there already); rows are kept 365 days\n',
      err: expect.stringContaining('left as it is'),
    });
    expect(cloud.tablestore.rows(TABLE)).toHaveLength(1);
  });

  it('keeps rows for ever when that is wanted, and prints JSON', async () => {
    const ended = await run(['setup', '--ttl', 'forever', '--json']);
    expect(jsonOf(ended)).toEqual({ table: TABLE, made: true, timeToLiveSeconds: -1 });
  });

  it('leaves a table alone that is something else', async () => {
    await cloud.client.createTable({
      tableMeta: { tableName: TABLE, primaryKey: [{ name: 'id', type: 'INTEGER' }] },
      reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
      tableOptions: { timeToLive: -1, maxVersions: 1 },
    });
    const { code, err } = await run(['setup']);
    expect([code, err]).toEqual([3, expect.stringContaining('[id INTEGER] instead of [list STRING, id STRING]')]);
  });

  it.each([
    ['a wrong secret', { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'WrongSecret0123456789' }, 'check ALIBABA_CLOUD_ACCESS_KEY'],
    ['nobody listening', { TABLESTORE_ENDPOINT: 'http://127.0.0.1:1' }, 'check TABLESTORE_ENDPOINT'],
  ])('says what to do about %s', async (_, changed, words) => {
    const { code, err } = await run(['setup'], changed);
    expect([code, err]).toEqual([3, expect.stringContaining(words)]);
  });
});

it('a table that is not there is named with what to do, whoever needs it', async () => {
  const commands = [['list'], ['show', '1'], ['forget', '1'], ['requeue', '1'], ['retry', '--failed']];
  for (const { code, err } of await Promise.all(commands.map((args) => run(args)))) {
    expect([code, err]).toEqual([3, expect.stringContaining('make it with "cdn-tasks setup"')]);
  }
});

describe('poll', () => {
  it('fires the poller and tells what it did', async () => {
    await cloud.createTable();
    cloud.cdn.tasks.add('1', { life: completes(0) });
    cloud.cdn.tasks.add('2', { life: fails(0) });
    cloud.tablestore.seed(TABLE, [
      { list: 'pending', id: '1' },
      { list: 'pending', id: '2' },
    ]);
    const { code, out } = await run(['poll']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^2 tasks on the list, 2 asked in 1 call, \d+ ms\nended: 1 failed, 1 complete\nSlack was told of 2 tasks in 1 message\n$/,
      ),
    ]);
    expect(cloud.slack.messages).toHaveLength(1);
    expect(jsonOf(await run(['poll', '--json']))).toMatchObject({ pending: 0, calls: 0 });
  });

  it.each([
    ['there is no table', {}, 'cdn-task-poll failed'],
    ['it is another function', { POLL_FUNCTION: 'cdn-task-submit' }, 'answered something else'],
    ['it is not there', { POLL_FUNCTION: 'nowhere' }, 'there is no such function'],
  ])('ends with 3 when %s', async (_, changed, words) => {
    const { code, err } = await run(['poll'], changed);
    expect([code, err]).toEqual([3, expect.stringContaining(words)]);
  });
});

describe('doctor', () => {
  /** The one line of a check. */
  const lineOf = ({ out }: Ended, check: string) =>
    out.split('\n').find((line) => line.slice(2).startsWith(`${check}:`));

  it('finds everything right, and posts nothing', async () => {
    await cloud.createTable();
    const { code, out } = await run(['doctor']);
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        '✓ settings: all there',
        '✓ Tablestore: it answers and takes the access key',
        '✓ table: cdn_tasks can be read and written; its rows are kept for 90 days',
        '✓ CDN: tasks may be asked for',
        '✓ CDN quota: left today: 10000 file, 100 directory, 20 regex, 1000 preload',
        '✓ webhook: it is alive; nothing was posted (no_text)',
        '✓ function cdn-task-submit: it is deployed, and its role may do what it needs (not tried, since that would do it: cdn:RefreshObjectCaches, cdn:PushObjectCache)',
        '✓ function cdn-task-poll: it is deployed, and its role may do what it needs',
        '',
      ],
    ]);
    expect(cloud.slack.messages).toEqual([]);
    expect(jsonOf(await run(['doctor', '--json']))).toMatchObject({ healthy: true });
  });

  it('finds everything wrong, one line each, with what to do', async () => {
    cloud.slack.state = 'no_service';
    cloud.cdn.deny('DescribeRefreshTaskById');
    cloud.cdn.deny('DescribeRefreshQuota');
    const ended = await run(['doctor'], { POLL_FUNCTION: 'nowhere' });
    expect(ended.code).toBe(3);
    expect(lineOf(ended, 'table')).toBe('✗ table: there is no table cdn_tasks → make it with "cdn-tasks setup"');
    expect(lineOf(ended, 'CDN')).toMatch(
      /^✗ .* → allow cdn:DescribeRefreshTaskById for the RAM user .*, as in ram\/user-policy\.json$/,
    );
    expect(lineOf(ended, 'CDN quota')).toMatch(
      /^✗ .* → allow cdn:DescribeRefreshQuota for the RAM user .*, as in ram\/user-policy\.json$/,
    );
    expect(lineOf(ended, 'webhook')).toMatch(
      /^✗ webhook: Slack refuses it \(no_service\) → make a new incoming webhook/,
    );
    expect(lineOf(ended, 'function cdn-task-submit')).toMatch(/^✗ .*Requested table does not exist.* → .*make it with/);
    expect(lineOf(ended, 'function nowhere')).toMatch(/^✗ .*it does not exist → deploy it, or set POLL_FUNCTION/);
  });

  it('tells wrong credentials apart from a service that is not there', async () => {
    const nobody = 'http://127.0.0.1:1';
    const [wrong, nowhere] = await Promise.all([
      run(['doctor'], { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'WrongSecret0123456789' }),
      run(['doctor'], { CDN_ENDPOINT: nobody, FUNCTIONS_ENDPOINT: nobody }),
    ]);
    for (const check of ['Tablestore', 'CDN', 'function cdn-task-poll']) {
      expect(lineOf(wrong, check)).toMatch(/^✗ .* → check ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET/);
    }
    expect(lineOf(wrong, 'table')).toMatch(/^– .*not checked/);
    expect(lineOf(nowhere, 'CDN')).toMatch(/^✗ .* → check CDN_ENDPOINT/);
    expect(lineOf(nowhere, 'function cdn-task-poll')).toMatch(/^✗ .*ECONNREFUSED.* → check .*FUNCTIONS_ENDPOINT/);
  });

  it('names a permission on the table that is missing, and a time to live that is too short', async () => {
    await createTable(cloud.client);
    cloud.tablestore.refuse(403, 'OTSNoPermissionAccess', 'You have no permission.', 1, 'GetRange');
    expect(lineOf(await run(['doctor']), 'table')).toMatch(
      /→ allow ots:GetRange for the RAM user .*, as in ram\/user-policy\.json$/,
    );
    await cloud.client.updateTable({ tableName: TABLE, tableOptions: { timeToLive: 86_400, maxVersions: 1 } });
    expect(lineOf(await run(['doctor']), 'table')).toMatch(
      /^✗ .*kept for 1 days only: set the time to live to 32 days/,
    );
  });

  it('checks what it can when settings are missing', async () => {
    const ended = await run(['doctor'], { SLACK_WEBHOOK_URL: undefined, ALIBABA_CLOUD_REGION: undefined });
    expect(ended.code).toBe(3);
    expect(lineOf(ended, 'settings')).toMatch(/ALIBABA_CLOUD_REGION is missing: .*SLACK_WEBHOOK_URL is missing: /);
    expect(lineOf(ended, 'Tablestore')).toMatch(/^✓/);
    expect(lineOf(ended, 'webhook')).toMatch(/^– .*not checked/);
    expect(lineOf(ended, 'functions')).toMatch(/^– .*not checked/);
  });
});
