/** What a deployment takes from the environment and from the file `.env`. */
import { loadEnvironment } from '../cli/settings';
import { firstLabel, hasName } from '../lib/endpoint';
import type { Environment } from './render';

/** Where the instance is not named, the endpoint names it. */
export function deploymentEnvironment(environment: Environment = loadEnvironment(undefined)): Environment {
  const { TABLESTORE_ENDPOINT: endpoint = '', TABLESTORE_INSTANCE: instance } = environment;
  if (instance?.trim() || !URL.canParse(endpoint) || !hasName(endpoint)) return environment;
  return { ...environment, TABLESTORE_INSTANCE: firstLabel(endpoint) };
}

/** For what needs only the names of the functions, as removing them does: something for whatever else the template asks for. */
export function withPlaceholders(environment: Environment, needed: readonly string[]): Environment {
  const placeholders = needed
    .filter((name) => !environment[name]?.trim())
    .map((name) => [name, 'https://not.needed'] as const);
  return { ...environment, ...Object.fromEntries(placeholders) };
}

/** An alias of Serverless Devs whose key is in the environment variable of the same name. */
export const ACCESS_ALIAS = 'settings_serverless_devs_key';

/** What that variable holds; undefined where the settings have no access key. */
export function accessKey(environment: Environment): string | undefined {
  const {
    ALIBABA_CLOUD_ACCOUNT_ID: AccountID,
    ALIBABA_CLOUD_ACCESS_KEY_ID: AccessKeyID,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: AccessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: SecurityToken,
  } = environment;
  if (!AccountID || !AccessKeyID || !AccessKeySecret) return undefined;
  return JSON.stringify({ AccountID, AccessKeyID, AccessKeySecret, ...(SecurityToken && { SecurityToken }) });
}
