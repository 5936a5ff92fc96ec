/** The settings: read from the environment in one place, all problems named at once, secrets never shown. */
import * as v from 'valibot';
import { firstLabel } from './endpoint';
import { ConfigError } from './errors';
import { Common, Polling } from './setting-schemas';
import type { Mention } from './steps/mention';

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
  if (output.SLACK_FAILURES_WEBHOOK_URL === output.SLACK_WEBHOOK_URL) throw new ConfigError([SAME_WEBHOOK]);
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

const SAME_WEBHOOK =
  'SLACK_FAILURES_WEBHOOK_URL is the same as SLACK_WEBHOOK_URL: each webhook takes one message a second; set another, or none';

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
