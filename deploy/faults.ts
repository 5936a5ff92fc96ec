/** What is wrong with a rendered template, and with the settings it hands to the functions. */
import * as v from 'valibot';
import { readCommonSettings, readSettings } from '../lib/config';
import { ConfigError } from '../lib/errors';
import { COMMON_SETTINGS, POLLER_SETTINGS } from '../lib/setting-schemas';
import { Template } from './template';

type Environment = Readonly<Record<string, string>>;

/** All environment variables of a function together: https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/limits . Bytes. */
const ENVIRONMENT_SIZE = 4_096;

/**
 * @param document the template as Serverless Devs renders it
 * @returns one sentence for each fault, with its place; no value of a setting is in it
 */
export function templateFaults(document: unknown): string[] {
  const { success, output, issues } = v.safeParse(Template, document, { abortPipeEarly: true });
  const faults = success ? wholeFaults(output) : issues.map(sentence);
  return [...faults, ...settingsIn(document).flatMap(([name, environment]) => settingFaults(name, environment))];
}

/** With its place, unless it names the setting that is wrong. */
function sentence(issue: v.BaseIssue<unknown>): string {
  return /^[A-Z_]{5,} /.test(issue.message)
    ? issue.message
    : `${v.getDotPath(issue) ?? 'the template'} ${issue.message}`;
}

/** What only several values together show. */
function wholeFaults({ resources: { poll, submit } }: Template): string[] {
  return [
    ...sizeFaults('poll', poll.props),
    ...sizeFaults('submit', submit.props),
    ...(poll.props.functionName === submit.props.functionName ? ['both functions have the same functionName'] : []),
    ...(poll.props.region === submit.props.region ? [] : ['both functions must be in one region']),
    ...['TABLESTORE_ENDPOINT', 'TABLESTORE_INSTANCE', 'TABLESTORE_TABLE']
      .filter((name) => poll.props.environmentVariables[name] !== submit.props.environmentVariables[name])
      .map((name) => `both functions must have the same ${name}: what one puts on the list the other reads`),
  ];
}

/** Between one and four GB for each vCPU: the vendor's page on instance types. */
function sizeFaults(name: string, { memorySize, cpu }: { memorySize: number; cpu: number }): string[] {
  const ratio = memorySize / 1024 / cpu;
  if (ratio >= 1 && ratio <= 4) return [];
  return [
    `resources.${name}.props.cpu must suit memorySize: one vCPU takes 1024 to 4096 MB, here it has ${ratio * 1024}`,
  ];
}

/** The settings of each function, as far as they can be told when other things are wrong. */
function settingsIn(document: unknown): ['poll' | 'submit', Environment][] {
  return (['poll', 'submit'] as const).flatMap((name) => {
    const path = ['resources', name, 'props', 'environmentVariables'];
    const found = path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), document);
    return v.is(v.record(v.string(), v.string()), found) ? [[name, found]] : [];
  });
}

const READERS = {
  poll: { known: POLLER_SETTINGS, read: readSettings },
  submit: { known: COMMON_SETTINGS, read: readCommonSettings },
} as const;

function settingFaults(name: 'poll' | 'submit', environment: Environment): string[] {
  const { known, read } = READERS[name];
  const place = `resources.${name}.props.environmentVariables`;
  const faults = Object.keys(environment)
    .filter((setting) => !known.has(setting))
    .map((setting) => `${place}.${setting} is no setting of this function: is it misspelt?`);
  if (Buffer.byteLength(JSON.stringify(environment)) > ENVIRONMENT_SIZE) faults.push(`${place} is larger than 4 KB`);
  // http is for a server on the same machine, and the cloud's machines run none.
  const plain = Object.keys(environment).filter((setting) => environment[setting]?.trim().startsWith('http://'));
  faults.push(...plain.map((setting) => `${setting} must be a URL that begins with https:// (its value is not shown)`));
  return [...faults, ...problemsOf(() => read(environment))];
}

/** What a reader of settings finds wrong. */
export function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
