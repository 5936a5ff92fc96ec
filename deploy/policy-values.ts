/** What the policy documents are filled with: settings, the usual names, and where to find what is missing. */
import { placeFaults } from './addresses';
import { deploymentEnvironment } from './environment';

export interface PolicyValues {
  readonly values: Readonly<Record<string, string>>;
  /** One sentence for each setting that is missing or can't be a name, with where to find it. */
  readonly problems: readonly string[];
}

/** @param environment such as `process.env`; an empty value counts as absent */
export function policyValues(environment: Readonly<Record<string, string | undefined>>): PolicyValues {
  const given = Object.fromEntries(
    Object.entries(deploymentEnvironment(environment)).flatMap(([name, value]) =>
      value?.trim() ? [[name, value.trim()] as const] : [],
    ),
  );
  const named = { ...USUAL, ...given };
  const problems = Object.entries(SETTINGS).flatMap(([name, { form, from }]) => {
    const value: string | undefined = Reflect.get(named, name);
    if (value === undefined)
      return [`${name === 'TABLESTORE_INSTANCE' ? 'TABLESTORE_ENDPOINT' : name} is missing: ${from}`];
    return form.test(value) ? [] : [`${name} is not right: it must be ${from}`];
  });
  problems.push(...placeFaults(given));
  const values = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, String(Reflect.get(named, name))]));
  return { values, problems };
}

/** The same as in template.yml. */
const USUAL = {
  TABLESTORE_TABLE: 'cdn_tasks',
  LOG_STORE: 'cdn-tasks',
  POLL_FUNCTION: 'cdn-task-poll',
  SUBMIT_FUNCTION: 'cdn-task-submit',
  POLL_ROLE: 'cdn-task-poll',
  SUBMIT_ROLE: 'cdn-task-submit',
};

/** A `*` would give more away than is meant. */
const NAME = /^[\w-]+$/;

const SETTINGS: Readonly<Record<string, { readonly form: RegExp; readonly from: string }>> = {
  ALIBABA_CLOUD_REGION: { form: /^[a-z0-9-]+$/, from: 'the region the functions are in, such as cn-hangzhou' },
  ALIBABA_CLOUD_ACCOUNT_ID: {
    form: /^\d+$/,
    from: 'the number of the account, shown in the console behind the picture in the top right corner',
  },
  TABLESTORE_INSTANCE: {
    form: NAME,
    from: 'the endpoint of the instance, https://INSTANCE.REGION.ots.aliyuncs.com, from the Tablestore console',
  },
  TABLESTORE_TABLE: { form: /^\w+$/, from: 'the name of the table' },
  LOG_PROJECT: {
    form: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    from: 'the project the functions write their log to, made at https://sls.console.alibabacloud.com in the same region',
  },
  LOG_STORE: { form: NAME, from: 'the name of the logstore in that project' },
  POLL_FUNCTION: { form: NAME, from: 'the name of the poller' },
  SUBMIT_FUNCTION: { form: NAME, from: 'the name of the submit function' },
  POLL_ROLE: { form: /^[\w.-]+$/, from: 'the name of the role of the poller' },
  SUBMIT_ROLE: { form: /^[\w.-]+$/, from: 'the name of the role of the submit function' },
};
