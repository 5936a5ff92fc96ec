/**
 * What template.yml may say, key by key. The component's own schema lets unknown keys and any trigger pass: a typo would be
 * deployed without a word, and the poller would never be called.
 */
import * as v from 'valibot';
import { SHORTEST_TIMEOUT } from '../lib/steps/budget';
import { NO_REGION, REGIONS } from './regions';

/** Of the function, in seconds: https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/limits */
const LONGEST_TIMEOUT = 86_400;
const LONGEST_EVENT_AGE = 604_800;

const text = v.string('must be a text');
const yes = v.literal(true, 'must be true');

function matching(pattern: RegExp, what: string) {
  return v.pipe(text, v.regex(pattern, what));
}

function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(`${message}, written without \${env(…)}`),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

/** Six fields and a time zone, or every so many minutes or hours: the vendor's page on time triggers. */
const schedule = matching(
  /^(@every [1-9]\d*[mh]|(CRON_TZ=[\w/+-]+ )?(\S+ ){5}\S+)$/,
  'is no schedule: "@every 1m" at the shortest, or six fields of cron',
);

const timer = v.strictObject(
  {
    triggerName: matching(/^[A-Za-z_][\w-]{0,127}$/, 'is not the name of a trigger'),
    triggerType: v.literal('timer', 'must be timer'),
    description: v.optional(text),
    qualifier: v.optional(v.literal('LATEST', 'must be LATEST')),
    triggerConfig: v.strictObject(
      {
        cronExpression: schedule,
        enable: v.literal(true, 'must be true: nothing would be watched'),
        payload: v.optional(text),
      },
      unknownOr('must say when'),
    ),
  },
  unknownOr('must be a timer'),
);

const asyncInvokeConfig = v.strictObject(
  {
    maxAsyncRetryAttempts: whole(0, 8),
    maxAsyncEventAgeInSeconds: whole(1, LONGEST_EVENT_AGE),
    destinationConfig: v.optional(v.record(text, v.unknown())),
  },
  unknownOr('must be written out: the platform would repeat what failed three times'),
);

const common = {
  region: v.pipe(
    text,
    v.check((region) => REGIONS.has(region), NO_REGION),
  ),
  functionName: matching(
    /^[A-Za-z_][\w-]{0,63}$/,
    'is not the name of a function: letters, digits, _ and -, at most 64',
  ),
  description: v.optional(text),
  runtime: v.literal('nodejs20', 'must be nodejs20'),
  code: v.literal('./dist', 'must be ./dist, where npm run build puts the functions'),
  memorySize: v.pipe(whole(128, 32_768), v.multipleOf(64, 'must be a multiple of 64')),
  cpu: v.pipe(
    v.number('must be a number of vCPU'),
    v.minValue(0.05, 'must be at least 0.05'),
    v.maxValue(16, 'must be at most 16'),
    v.check((cpu) => Number.isInteger(Math.round(cpu * 1_000) / 50), 'must be a multiple of 0.05'),
  ),
  diskSize: v.picklist([512, 10_240], 'must be 512 or 10240'),
  timeout: whole(SHORTEST_TIMEOUT / 1000, LONGEST_TIMEOUT),
  internetAccess: v.literal(true, 'must be true: Slack is on the internet'),
  role: v.pipe(
    matching(/^([\w.-]{1,64}|acs:ram::\d+:role\/[\w.-]{1,64})$/, 'must be the name of a RAM role'),
    v.check((role) => role !== 'auto', 'must be the name of a RAM role; "auto" makes one without permissions'),
  ),
  logConfig: v.strictObject(
    {
      project: matching(
        /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
        'LOG_PROJECT is not the name of a project of Simple Log Service: 3 to 63 of a to z, 0 to 9 and -',
      ),
      logstore: matching(
        /^[a-z0-9][\w-]{0,61}[a-z0-9]$/,
        'LOG_STORE is not the name of a logstore: 3 to 63 of a to z, 0 to 9, - and _',
      ),
      enableRequestMetrics: v.optional(yes),
      enableInstanceMetrics: v.optional(yes),
      logBeginRule: v.literal('None', 'must be None: JSON lines would be glued together'),
    },
    unknownOr('must be written out: "auto" glues JSON lines together'),
  ),
  environmentVariables: v.record(text, text),
  asyncInvokeConfig,
};

const poll = v.strictObject(
  {
    ...common,
    handler: v.literal('poll.handler', 'must be poll.handler'),
    asyncInvokeConfig: v.pipe(
      asyncInvokeConfig,
      v.check(
        (config) => config.maxAsyncRetryAttempts === 0,
        'must have maxAsyncRetryAttempts: 0; the next tick is the retry',
      ),
    ),
    concurrencyConfig: v.strictObject(
      { reservedConcurrency: v.literal(1, 'must be 1: one sweep at a time') },
      unknownOr('must be written out: two ticks could run at once'),
    ),
    triggers: v.strictTuple([timer], 'must be one timer'),
  },
  unknownOr('must be an object'),
);

const submit = v.strictObject(
  {
    ...common,
    handler: v.literal('submit.handler', 'must be submit.handler'),
    concurrencyConfig: v.optional(v.strictObject({ reservedConcurrency: whole(1, 300) })),
  },
  unknownOr('must be an object'),
);

function resource<S extends v.GenericSchema>(props: S) {
  return v.strictObject(
    { component: matching(/^(fc3(@[\w.-]+)?|[./].*)$/, 'must be fc3'), actions: v.optional(v.unknown()), props },
    unknownOr('must be a function'),
  );
}

/** The document as rendered. */
export const Template = v.strictObject(
  {
    edition: v.literal('3.0.0', 'must be 3.0.0'),
    name: text,
    access: text,
    vars: v.optional(v.unknown()),
    actions: v.strictObject(
      {
        'pre-deploy': v.pipe(
          v.array(v.strictObject({ run: text, path: text }), 'must be a list'),
          v.check((steps) => steps.some(({ run }) => run === 'npm run build'), 'must run npm run build'),
        ),
      },
      unknownOr('must have pre-deploy'),
    ),
    resources: v.strictObject({ poll: resource(poll), submit: resource(submit) }, unknownOr('must be poll and submit')),
  },
  unknownOr('must be an object'),
);

export type Template = v.InferOutput<typeof Template>;

/** The message of a strict object: for a key it does not know, for one that is missing, and for what is no object. */
function unknownOr(otherwise: string) {
  return ({ expected }: { readonly expected: string | null }): string => {
    if (expected === 'never') return 'is not known here: is it misspelt?';
    return expected?.startsWith('"') ? 'is missing' : otherwise;
  };
}
