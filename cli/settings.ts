/** The settings of the command: the environment, which only this file reads, and the groups of it a sub-command needs. */
import { ConfigError } from '../lib/errors';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables whose values are never printed. */
const SECRETS = [
  'ALIBABA_CLOUD_SECURITY_TOKEN',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'SLACK_WEBHOOK_URL',
  'SLACK_FAILURES_WEBHOOK_URL',
];

/**
 * The environment with what the file adds; what is set in both is taken from the environment.
 * @param file default: `.env` in the current folder, if there is one
 * @throws when the file was named and can't be read
 */
export function loadEnvironment(file: string | undefined): Environment {
  try {
    process.loadEnvFile(file ?? '.env');
  } catch (error) {
    if (file !== undefined || Reflect.get(Object(error), 'code') !== 'ENOENT') throw error;
  }
  // With it a package below @alicloud/fc2 would print requests with their signature and token.
  delete process.env.DEBUG;
  return { ...process.env };
}

/** The text without any secret value of the environment: for messages whose origin is not known. */
export function withoutSecrets(text: string): string {
  return SECRETS.map((name) => process.env[name]?.trim() ?? '')
    .filter((value) => value.length >= 8)
    .reduce((shown, value) => shown.replaceAll(value, '[hidden]'), text);
}

/** Reads one group. @throws {ConfigError} */
export type Reader<T> = (environment: Environment) => T;

/** Several groups at once. @throws {ConfigError} that names the problems of all of them */
export function readSettings<R extends Record<string, Reader<unknown>>>(
  environment: Environment,
  readers: R,
): { [K in keyof R]: ReturnType<R[K]> } {
  const problems: string[] = [];
  const read = Object.entries(readers).map(([name, reader]) => {
    try {
      return [name, reader(environment)] as const;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [name, undefined] as const;
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(read) as { [K in keyof R]: ReturnType<R[K]> };
}
