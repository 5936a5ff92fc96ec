/** The settings: read from the environment in one place, all problems named at once, secrets never shown. */
import * as v from 'valibot';
import { ConfigError } from './errors';

export interface Settings {
  readonly tablestore: { readonly endpoint: string; readonly instance: string; readonly table: string };
  readonly slackWebhookUrl: string;
  readonly cdn: { readonly endpoint: string; readonly callsPerSecond: number };
  readonly historyDays: number;
  readonly notify: 'all' | 'failures';
  readonly logLevel: string;
}

/**
 * @param environment such as `process.env`; an empty value counts as absent
 * @throws {ConfigError} that names every bad setting and shows no value
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const result = v.safeParse(Environment, given, { abortPipeEarly: true });
  if (!result.success) {
    throw new ConfigError(
      result.issues.map((issue) => {
        const name = String(issue.path?.[0]?.key ?? 'the environment');
        return issue.input === undefined
          ? `${name} is missing: ${HINTS[name] ?? 'set it'}`
          : `${name} ${issue.message}`;
      }),
    );
  }
  const env = result.output;
  return {
    tablestore: {
      endpoint: env.TABLESTORE_ENDPOINT,
      instance: env.TABLESTORE_INSTANCE ?? firstLabel(env.TABLESTORE_ENDPOINT),
      table: env.TABLESTORE_TABLE,
    },
    slackWebhookUrl: env.SLACK_WEBHOOK_URL,
    cdn: { endpoint: env.CDN_ENDPOINT, callsPerSecond: env.CDN_CALLS_PER_SECOND },
    historyDays: env.HISTORY_DAYS,
    notify: env.NOTIFY,
    logLevel: env.LOG_LEVEL,
  };
}

const HINTS: Readonly<Record<string, string>> = {
  TABLESTORE_ENDPOINT:
    'the endpoint of the instance, https://INSTANCE.REGION.ots.aliyuncs.com, from the Tablestore console',
  SLACK_WEBHOOK_URL: 'the URL of an incoming webhook, from the page of your Slack app',
};

const endpoint = v.pipe(
  v.string(),
  v.trim(),
  v.check(isHttps, 'must be a URL that begins with https://'),
  v.transform((url) => url.replace(/\/+$/, '')),
);

function number(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^\s*\d+\s*$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

const Environment = v.pipe(
  v.object({
    TABLESTORE_ENDPOINT: endpoint,
    TABLESTORE_INSTANCE: v.optional(
      v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z0-9-]+$/, 'is not the name of an instance')),
    ),
    TABLESTORE_TABLE: v.optional(
      v.pipe(
        v.string(),
        v.trim(),
        v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'is not the name of a table: letters, digits and _ only'),
      ),
      'cdn_tasks',
    ),
    SLACK_WEBHOOK_URL: v.pipe(
      v.string(),
      v.trim(),
      v.check(isHttps, 'must be a URL that begins with https:// (its value is not shown)'),
    ),
    CDN_ENDPOINT: v.optional(endpoint, 'https://cdn.aliyuncs.com'),
    CDN_CALLS_PER_SECOND: v.optional(number(1, 30), '28'),
    HISTORY_DAYS: v.optional(number(1, 365), '30'),
    NOTIFY: v.optional(v.pipe(v.string(), v.picklist(['all', 'failures'], 'must be all or failures')), 'all'),
    LOG_LEVEL: v.optional(
      v.pipe(v.string(), v.picklist(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')),
      'info',
    ),
  }),
  v.forward(
    v.partialCheck(
      [['TABLESTORE_ENDPOINT'], ['TABLESTORE_INSTANCE']],
      ({ TABLESTORE_ENDPOINT, TABLESTORE_INSTANCE }) =>
        TABLESTORE_INSTANCE !== undefined || hasName(TABLESTORE_ENDPOINT),
      'is needed: the endpoint does not begin with the name of the instance',
    ),
    ['TABLESTORE_INSTANCE'],
  ),
);

/** Plain http is for a server on this machine only: everything sent would be readable on the way. */
function isHttps(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname))
  );
}

/** An instance's endpoint begins with its name; an IP address or a bare host name does not. */
function hasName(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
}

function firstLabel(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}
