import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings, type Settings } from '../lib/config';
import { ConfigError } from '../lib/errors';

const REQUIRED = {
  TABLESTORE_ENDPOINT: 'https://tasks.cn-hangzhou.ots.aliyuncs.com',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T000/B000/abcd1234',
};
type Environment = Readonly<Record<string, string | undefined>>;

const read = (environment: Environment = {}) => readSettings({ ...REQUIRED, ...environment });

function problemsIn(environment: Environment): readonly string[] {
  return failure(environment).problems;
}

function failure(environment: Environment): ConfigError {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the settings were taken');
}

test('without more than the required settings, the defaults hold', () => {
  expect(read()).toEqual<Settings>({
    tablestore: {
      endpoint: 'https://tasks.cn-hangzhou.ots.aliyuncs.com',
      instance: 'tasks',
      table: 'cdn_tasks',
    },
    slackWebhookUrl: 'https://hooks.slack.com/services/T000/B000/abcd1234',
    cdn: { endpoint: 'https://cdn.aliyuncs.com', callsPerSecond: 29 },
    historyDays: 30,
    notify: 'all',
    announce: 'submission',
    failures: 'none',
    linkTemplate: 'https://cdn.console.aliyun.com/refresh/cache',
    logLevel: 'info',
  });
});

test('every setting can be set', () => {
  const settings = read({
    TABLESTORE_INSTANCE: 'other-1',
    TABLESTORE_TABLE: '_tasks2',
    CDN_ENDPOINT: 'https://cdn.ap-southeast-1.aliyuncs.com',
    CDN_CALLS_PER_SECOND: '5',
    HISTORY_DAYS: '3',
    NOTIFY: 'failures',
    ANNOUNCE: 'sweep',
    SLACK_FAILURES_WEBHOOK_URL: 'https://hooks.slack.com/services/T000/B000/failures',
    SLACK_FAILURES: 'only',
    SLACK_MENTION_ON_FAILURE: '@here',
    LINK_TEMPLATE: 'https://console.example.com/tasks/{id}',
    LOG_LEVEL: 'debug',
  });
  expect(settings).toEqual<Settings>({
    tablestore: { endpoint: REQUIRED.TABLESTORE_ENDPOINT, instance: 'other-1', table: '_tasks2' },
    slackWebhookUrl: REQUIRED.SLACK_WEBHOOK_URL,
    cdn: { endpoint: 'https://cdn.ap-southeast-1.aliyuncs.com', callsPerSecond: 5 },
    historyDays: 3,
    notify: 'failures',
    announce: 'sweep',
    failuresWebhookUrl: 'https://hooks.slack.com/services/T000/B000/failures',
    failures: 'only',
    mention: { kind: 'broadcast', range: 'here' },
    linkTemplate: 'https://console.example.com/tasks/{id}',
    logLevel: 'debug',
  });
});

describe('a setting', () => {
  test.each<[string, Environment, (settings: Settings) => unknown, unknown]>([
    ['is absent when it is empty', { HISTORY_DAYS: '' }, (s) => s.historyDays, 30],
    ['is absent when it is blank', { TABLESTORE_TABLE: ' \t' }, (s) => s.tablestore.table, 'cdn_tasks'],
    ['loses white space around it', { TABLESTORE_TABLE: ' tasks\n' }, (s) => s.tablestore.table, 'tasks'],
    ['that is a number may have white space around it', { HISTORY_DAYS: ' 3\n' }, (s) => s.historyDays, 3],
    ['that is a choice may have white space around it', { NOTIFY: 'failures\n' }, (s) => s.notify, 'failures'],
    [
      'that is the webhook loses white space, too',
      { SLACK_WEBHOOK_URL: ' https://h/s\n' },
      (s) => s.slackWebhookUrl,
      'https://h/s',
    ],
    ['may be the least number', { CDN_CALLS_PER_SECOND: '1' }, (s) => s.cdn.callsPerSecond, 1],
    ['may be the largest number', { CDN_CALLS_PER_SECOND: '30' }, (s) => s.cdn.callsPerSecond, 30],
    ['may be the longest history', { HISTORY_DAYS: '365' }, (s) => s.historyDays, 365],
    ['may be the longest table name', { TABLESTORE_TABLE: 'a'.repeat(255) }, (s) => s.tablestore.table.length, 255],
    [
      'that is the endpoint loses slashes at its end',
      { TABLESTORE_ENDPOINT: 'https://i.r.com//' },
      (s) => s.tablestore.endpoint,
      'https://i.r.com',
    ],
    [
      'that is the CDN endpoint loses a slash at its end',
      { CDN_ENDPOINT: 'https://c.com/' },
      (s) => s.cdn.endpoint,
      'https://c.com',
    ],
    ['that nobody knows is left alone', { PATH: '/bin', history_days: 'x' }, (s) => s.historyDays, 30],
  ])('%s', (_why, environment, pick, value) => {
    expect(pick(read(environment))).toBe(value);
  });
});

describe('the instance', () => {
  test.each<[string, Environment, string]>([
    [
      'is the first label of the endpoint',
      { TABLESTORE_ENDPOINT: 'https://my-1.cn-beijing.ots.aliyuncs.com/' },
      'my-1',
    ],
    ['is what is set, whatever the endpoint', { TABLESTORE_INSTANCE: 'set' }, 'set'],
    ['can be set for an IP address', { TABLESTORE_ENDPOINT: 'http://127.0.0.1:8080', TABLESTORE_INSTANCE: 'i' }, 'i'],
    ['can be set for a bare host name', { TABLESTORE_ENDPOINT: 'https://host', TABLESTORE_INSTANCE: 'i' }, 'i'],
  ])('%s', (_why, environment, instance) => {
    expect(read(environment).tablestore.instance).toBe(instance);
  });

  test.each([
    'http://127.0.0.1:8080',
    'https://10.0.0.1',
    'http://localhost:8080',
    'http://[::1]:8080',
    'https://[2001:db8::1]',
    'https://host',
  ])('must be set when the endpoint is %s', (endpoint) => {
    expect(problemsIn({ ...REQUIRED, TABLESTORE_ENDPOINT: endpoint })).toEqual([
      expect.stringMatching(/^TABLESTORE_INSTANCE is needed/),
    ]);
  });
});

describe('plain http', () => {
  const endpoint = (url: string) => ({ CDN_ENDPOINT: url });
  test.each([
    'http://127.0.0.1',
    'http://127.0.0.1:8080',
    'http://127.1.2.3',
    'http://localhost:3000',
    'http://LOCALHOST',
    'http://[::1]:8080',
  ])('is taken on loopback: %s', (url) => {
    expect(read(endpoint(url)).cdn.endpoint).toBe(url);
  });

  test.each([
    'http://cdn.aliyuncs.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://mylocalhost',
    'http://localhost@example.com',
    'http://10.0.0.1',
    'http://[::2]',
  ])('is not taken elsewhere: %s', (url) => {
    expect(problemsIn({ ...REQUIRED, ...endpoint(url) })).toEqual([
      expect.stringMatching(/^CDN_ENDPOINT must .*https/),
    ]);
  });

  test('is not taken for the webhook either', () => {
    expect(problemsIn({ ...REQUIRED, SLACK_WEBHOOK_URL: 'http://hooks.slack.com/services/T/B/X' })).toEqual([
      expect.stringMatching(/^SLACK_WEBHOOK_URL must .*https/),
    ]);
  });
});

describe('a bad value', () => {
  test.each<[string, string]>([
    ['TABLESTORE_ENDPOINT', 'tasks.cn-hangzhou.ots.aliyuncs.com'],
    ['TABLESTORE_ENDPOINT', 'ftp://tasks.cn-hangzhou.ots.aliyuncs.com'],
    ['TABLESTORE_ENDPOINT', 'https://'],
    ['TABLESTORE_INSTANCE', 'my instance'],
    ['TABLESTORE_INSTANCE', 'a.b'],
    ['TABLESTORE_TABLE', 'cdn-tasks'],
    ['TABLESTORE_TABLE', '1tasks'],
    ['TABLESTORE_TABLE', 'a'.repeat(256)],
    ['SLACK_WEBHOOK_URL', 'hooks.slack.com/services/T/B/X'],
    ['CDN_ENDPOINT', 'cdn.aliyuncs.com'],
    ['CDN_CALLS_PER_SECOND', '0'],
    ['CDN_CALLS_PER_SECOND', '31'],
    ['CDN_CALLS_PER_SECOND', '2.5'],
    ['CDN_CALLS_PER_SECOND', '-1'],
    ['CDN_CALLS_PER_SECOND', '1e1'],
    ['CDN_CALLS_PER_SECOND', '0x10'],
    ['CDN_CALLS_PER_SECOND', 'many'],
    ['HISTORY_DAYS', '0'],
    ['HISTORY_DAYS', '366'],
    ['HISTORY_DAYS', '9'.repeat(400)],
    ['NOTIFY', 'none'],
    ['NOTIFY', 'ALL'],
    ['LOG_LEVEL', 'loud'],
  ])('of %s is named: %s', (name, value) => {
    expect(problemsIn({ ...REQUIRED, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} (?:must|is)`)),
    ]);
  });
});

describe('the problems', () => {
  test('name each missing setting and where to get it', () => {
    expect(problemsIn({})).toEqual([
      expect.stringMatching(/^TABLESTORE_ENDPOINT is missing: .*Tablestore console/),
      expect.stringMatching(/^SLACK_WEBHOOK_URL is missing: .*Slack app/),
    ]);
  });

  test.each(['', ' '])('name a required setting that is %j as missing', (value) => {
    expect(problemsIn({ ...REQUIRED, SLACK_WEBHOOK_URL: value })).toEqual([
      expect.stringMatching(/^SLACK_WEBHOOK_URL is missing/),
    ]);
  });

  test('are all in one error', () => {
    const error = failure({
      TABLESTORE_ENDPOINT: 'x',
      TABLESTORE_INSTANCE: '?',
      TABLESTORE_TABLE: '?',
      SLACK_WEBHOOK_URL: 'x',
      CDN_ENDPOINT: 'x',
      CDN_CALLS_PER_SECOND: 'x',
      HISTORY_DAYS: 'x',
      NOTIFY: 'x',
      LOG_LEVEL: 'x',
    });
    const names = error.problems.map((problem) => problem.split(' ')[0]);
    expect(names.sort()).toEqual([
      'CDN_CALLS_PER_SECOND',
      'CDN_ENDPOINT',
      'HISTORY_DAYS',
      'LOG_LEVEL',
      'NOTIFY',
      'SLACK_WEBHOOK_URL',
      'TABLESTORE_ENDPOINT',
      'TABLESTORE_INSTANCE',
      'TABLESTORE_TABLE',
    ]);
    for (const problem of error.problems) expect(error.message).toContain(problem);
    expect(error.message).toMatch(/^9 settings are wrong: /);
  });

  test('are all in one error, also when the instance can not be told from the endpoint', () => {
    const names = problemsIn({ TABLESTORE_ENDPOINT: 'https://10.0.0.1', NOTIFY: 'x' }).map(
      (problem) => problem.split(' ')[0],
    );
    expect(names.sort()).toEqual(['NOTIFY', 'SLACK_WEBHOOK_URL', 'TABLESTORE_INSTANCE']);
  });

  test('never show a value', () => {
    const MARK = 'S3cr3tV4lu3';
    const value = fc
      .tuple(
        fc.constantFrom('', 'http://', 'https://', 'https://[', ' ', '1', 'https://10.0.0.1/'),
        fc.string(),
        fc.string(),
      )
      .map(([start, before, after]) => `${start}${before}${MARK}${after}`);
    const names = [
      'TABLESTORE_INSTANCE',
      'TABLESTORE_TABLE',
      'CDN_ENDPOINT',
      'CDN_CALLS_PER_SECOND',
      'HISTORY_DAYS',
      'NOTIFY',
      'LOG_LEVEL',
    ];
    const others = fc.dictionary(fc.constantFrom(...names), value);
    fc.assert(
      fc.property(value, value, others, (endpoint, webhook, more) => {
        // At least one setting is bad.
        const error = failure({
          ...more,
          TABLESTORE_ENDPOINT: endpoint,
          SLACK_WEBHOOK_URL: webhook,
          NOTIFY: `${MARK}`,
        });
        const shown = [error.message, error.stack, String(error.cause), JSON.stringify(error), ...error.problems].join(
          '\n',
        );
        expect(shown).not.toContain(MARK);
      }),
      { numRuns: 300 },
    );
  });
});

describe('whom to ping', () => {
  test.each([['bob'], ['https://hooks.slack.com/services/T0/B0/SECRET'], ['<!channel>']])(
    'is refused in our own words, and without its value: %s',
    (value) => {
      const { problems } = failure({ ...REQUIRED, SLACK_MENTION_ON_FAILURE: value });
      expect(problems).toEqual([expect.stringMatching(/^SLACK_MENTION_ON_FAILURE must be the id of a user/)]);
      expect(problems.join()).not.toContain(value);
    },
  );
});

test('both webhooks must not be the same one', () => {
  const { problems } = failure({ ...REQUIRED, SLACK_FAILURES_WEBHOOK_URL: REQUIRED.SLACK_WEBHOOK_URL });
  expect(problems).toEqual([expect.stringContaining('is the same as SLACK_WEBHOOK_URL')]);
});
