/** The groups of settings, each checked as a whole. */
import * as v from 'valibot';
import { type CommonSettings, readCommonSettings } from '../lib/config';
import type { Credentials } from '../lib/edges/credentials';
import { isHttps } from '../lib/endpoint';
import { ConfigError } from '../lib/errors';
import type { Environment, Reader } from './settings';

/** The list in Tablestore, and the CDN's endpoint. */
export const readListSettings: Reader<CommonSettings> = readCommonSettings;

export const readCredentials: Reader<Credentials> = (environment) => {
  const {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
  } = parse(Keys, environment);
  // The package that calls the functions would refuse such a key in words of its own.
  if (accessKeyId.startsWith('STS') && securityToken === undefined) {
    throw new ConfigError([`ALIBABA_CLOUD_SECURITY_TOKEN is missing: ${WHERE_FROM.ALIBABA_CLOUD_SECURITY_TOKEN}`]);
  }
  return { accessKeyId, accessKeySecret, ...(securityToken !== undefined && { securityToken }) };
};

export interface FunctionsSettings {
  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly service: string | undefined;
  /** Names of the two functions. */
  readonly submit: string;
  readonly poll: string;
}

export const readFunctionsSettings: Reader<FunctionsSettings> = (environment) => {
  const found = parse(Where, environment);
  return {
    accountId: found.ALIBABA_CLOUD_ACCOUNT_ID,
    region: found.ALIBABA_CLOUD_REGION,
    endpoint: found.FUNCTIONS_ENDPOINT,
    service: found.FUNCTIONS_SERVICE,
    submit: found.SUBMIT_FUNCTION,
    poll: found.POLL_FUNCTION,
  };
};

export const readWebhook: Reader<string> = (environment) => parse(Webhook, environment).SLACK_WEBHOOK_URL;

function parse<S extends v.ObjectSchema<v.ObjectEntries, undefined>>(schema: S, environment: Environment) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const result = v.safeParse(schema, given, { abortPipeEarly: true });
  const problems = (result.issues ?? []).map((issue) => {
    const name = String(issue.path?.[0]?.key);
    return issue.input === undefined
      ? `${name} is missing: ${WHERE_FROM[name] ?? 'set it'}`
      : `${name} ${issue.message}`;
  });
  if (!result.success) throw new ConfigError(problems);
  return result.output;
}

/** Where to find the value of a setting. */
export const WHERE_FROM: Readonly<Record<string, string>> = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'an AccessKey of a RAM user, made at https://ram.console.alibabacloud.com/users',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'it is shown once, when the AccessKey is made in the RAM console',
  ALIBABA_CLOUD_SECURITY_TOKEN: 'a key that begins with STS is temporary and came with a token',
  ALIBABA_CLOUD_ACCOUNT_ID:
    'the number of the account, shown in the console behind the picture in the top right corner',
  ALIBABA_CLOUD_REGION: 'the region the functions are in, such as cn-hangzhou',
  SLACK_WEBHOOK_URL: 'the URL of an incoming webhook, from the page of your Slack app',
};

const text = v.pipe(v.string(), v.trim());
const name = v.pipe(
  text,
  v.regex(/^[A-Za-z_][\w-]{0,127}$/, 'is not the name of a function: letters, digits, _ and -'),
);
const url = v.pipe(
  text,
  v.check(isHttps, 'must be a URL that begins with https:// (its value is not shown)'),
  v.transform((value) => value.replace(/\/+$/, '')),
);

const Keys = v.object({
  ALIBABA_CLOUD_ACCESS_KEY_ID: v.pipe(text, v.regex(/^[\w.-]+$/, 'is not an AccessKey id (its value is not shown)')),
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: text,
  ALIBABA_CLOUD_SECURITY_TOKEN: v.optional(text),
});

const Where = v.object({
  ALIBABA_CLOUD_ACCOUNT_ID: v.pipe(text, v.regex(/^\d+$/, 'is not the number of an account: digits only')),
  ALIBABA_CLOUD_REGION: v.pipe(text, v.regex(/^[a-z0-9-]+$/, 'is not a region, such as cn-hangzhou')),
  FUNCTIONS_ENDPOINT: v.optional(url),
  FUNCTIONS_SERVICE: v.optional(name),
  SUBMIT_FUNCTION: v.optional(name, 'cdn-task-submit'),
  POLL_FUNCTION: v.optional(name, 'cdn-task-poll'),
});

const Webhook = v.object({ SLACK_WEBHOOK_URL: url });
