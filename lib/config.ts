/** The settings: read from the environment in one place, all problems named at once, secrets never shown. */
import * as v from 'valibot';
import { firstLabel, hasName, isHttps } from './endpoint';
import { ConfigError } from './errors';
import { type Mention, readMention } from './steps/mention';

/** What every function needs. */
export interface CommonSettings {
  readonly tablestore: { readonly endpoint: string; readonly instance: string; readonly table: string };
  readonly cdn: { readonly endpoint: string; readonly callsPerSecond: number };
  readonly logLevel: string;
}

/** What the poller needs. */
export interface Settings extends CommonSettings {
  readonly slackWebhookUrl: string;
  /** A second webhook that hears of failures: as well as the first, or instead of it. */
  readonly failuresWebhookUrl?: string | undefined;
  readonly failures: 'none' | 'also' | 'only';
  readonly historyDays: number;
  readonly notify: 'all' | 'failures';
  readonly announce: 'submission' | 'sweep';
  readonly mention?: Mention | undefined;
  readonly linkTemplate?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The poller's settings.
 * @param environment such as `process.env`; an empty value counts as absent
 * @throws {ConfigError} that names every bad setting and shows no value
 */
export function readSettings(environment: Environment): Settings {
  const common = v.safeParse(Common, given(environment), { abortPipeEarly: true });
  const polling = v.safeParse(Polling, given(environment), { abortPipeEarly: true });
  if (!common.success || !polling.success) throw new ConfigError([...problems(common), ...problems(polling)]);
  const { output } = polling;
  return {
    ...toSettings(common.output),
    slackWebhookUrl: output.SLACK_WEBHOOK_URL,
    failuresWebhookUrl: output.SLACK_FAILURES_WEBHOOK_URL,
    failures: output.SLACK_FAILURES_WEBHOOK_URL === undefined ? 'none' : output.SLACK_FAILURES,
    historyDays: output.HISTORY_DAYS,
    notify: output.NOTIFY,
    announce: output.ANNOUNCE,
    mention: output.SLACK_MENTION_ON_FAILURE,
    linkTemplate: output.LINK_TEMPLATE,
  };
}

/**
 * The settings all functions share.
 * @throws {ConfigError} as above
 */
export function readCommonSettings(environment: Environment): CommonSettings {
  const common = v.safeParse(Common, given(environment), { abortPipeEarly: true });
  if (!common.success) throw new ConfigError(problems(common));
  return toSettings(common.output);
}

function given(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

function problems(result: { readonly issues?: readonly v.BaseIssue<unknown>[] | undefined }): string[] {
  return (result.issues ?? []).map((issue) => {
    const name = String(issue.path?.[0]?.key ?? 'the environment');
    return issue.input === undefined ? `${name} is missing: ${HINTS[name] ?? 'set it'}` : `${name} ${issue.message}`;
  });
}

function toSettings(env: v.InferOutput<typeof Common>): CommonSettings {
  return {
    tablestore: {
      endpoint: env.TABLESTORE_ENDPOINT,
      instance: env.TABLESTORE_INSTANCE ?? firstLabel(env.TABLESTORE_ENDPOINT),
      table: env.TABLESTORE_TABLE,
    },
    cdn: { endpoint: env.CDN_ENDPOINT, callsPerSecond: env.CDN_CALLS_PER_SECOND },
    logLevel: env.LOG_LEVEL,
  };
}

/** Where to find the value of a required setting. */
export const HINTS: Readonly<Record<string, string>> = {
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

function choice<T extends string>(one: T, other: T) {
  return v.pipe(v.string(), v.trim(), v.picklist([one, other], `must be ${one} or ${other}`));
}

const Common = v.pipe(
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
    CDN_ENDPOINT: v.optional(endpoint, 'https://cdn.aliyuncs.com'),
    CDN_CALLS_PER_SECOND: v.optional(number(1, 30), '28'),
    LOG_LEVEL: v.optional(
      v.pipe(
        v.string(),
        v.trim(),
        v.picklist(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error'),
      ),
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

const webhook = v.pipe(
  v.string(),
  v.trim(),
  v.check(isHttps, 'must be a URL that begins with https:// (its value is not shown)'),
);

/** A setting that can be left out, also where a variable must have some value: by the word "none". */
function unlessNone<S extends v.GenericSchema<string, unknown>>(schema: S) {
  return v.union([
    v.pipe(
      v.string(),
      v.trim(),
      v.literal('none'),
      v.transform(() => undefined),
    ),
    schema,
  ]);
}

const Polling = v.object({
  SLACK_WEBHOOK_URL: webhook,
  SLACK_FAILURES_WEBHOOK_URL: v.optional(unlessNone(webhook), 'none'),
  SLACK_FAILURES: v.optional(choice('also', 'only'), 'also'),
  SLACK_MENTION_ON_FAILURE: v.optional(
    unlessNone(
      v.pipe(
        v.string(),
        v.check(
          (text) => readMention(text) !== undefined,
          'must be the id of a user (U…) or group (S…), or here, channel or everyone',
        ),
        v.transform(readMention),
      ),
    ),
    'none',
  ),
  LINK_TEMPLATE: v.optional(
    unlessNone(
      v.pipe(
        v.string(),
        v.trim(),
        v.maxLength(300, 'is longer than 300 characters'),
        v.check(
          (url) => /^https:/i.test(url) && isHttps(url.replaceAll('{id}', '1')),
          'must be a URL that begins with https://',
        ),
      ),
    ),
    'https://cdn.console.aliyun.com/refresh/cache',
  ),
  ANNOUNCE: v.optional(choice('submission', 'sweep'), 'submission'),
  HISTORY_DAYS: v.optional(number(1, 365), '30'),
  NOTIFY: v.optional(choice('all', 'failures'), 'all'),
});

/** The names of the settings: of every function, and of the poller. */
export const COMMON_SETTINGS: ReadonlySet<string> = new Set(Object.keys(Common.pipe[0].entries));
export const POLLER_SETTINGS: ReadonlySet<string> = new Set([...COMMON_SETTINGS, ...Object.keys(Polling.entries)]);
