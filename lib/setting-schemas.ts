/** What each setting may be, and what it is when nobody sets it. */
import * as v from 'valibot';
import { hasName, isHttps } from './endpoint';
import { readMention } from './steps/mention';

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

/** What every function reads. */
export const Common = v.pipe(
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
    CDN_CALLS_PER_SECOND: v.optional(number(1, 30), '29'),
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

/** What only the poller reads. */
export const Polling = v.object({
  SLACK_WEBHOOK_URL: webhook,
  SLACK_FAILURES_WEBHOOK_URL: v.optional(unlessNone(webhook), 'none'),
  SLACK_FAILURES: v.optional(choice('also', 'only'), 'also'),
  SLACK_MENTION_ON_FAILURE: v.optional(
    v.pipe(
      unlessNone(
        v.pipe(
          v.string(),
          v.check(
            (text) => readMention(text) !== undefined,
            'must be the id of a user (U…) or group (S…), or here, channel or everyone',
          ),
        ),
      ),
      // Behind the choice: a transformation within it would make its own message, which shows the value.
      v.transform((text) => (text === undefined ? undefined : readMention(String(text)))),
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
