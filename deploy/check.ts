/** Everything that can be seen to be wrong before anything is deployed. */
import { readCredentials, readFunctionsSettings, WHERE_FROM } from '../cli/setting-groups';
import { HINTS, readSettings } from '../lib/config';
import { placeFaults, webhookFaults } from './addresses';
import { problemsOf, templateFaults } from './faults';
import { type Environment, neededVariables, renderTemplate } from './render';

/** Where to find what only a deployment needs. */
const ORIGINS: Readonly<Record<string, string>> = {
  ...WHERE_FROM,
  ...HINTS,
  ALIBABA_CLOUD_REGION: 'the region the functions are to run in, such as cn-hangzhou: that of the Tablestore instance',
  LOG_PROJECT: 'a project of Simple Log Service in the same region, from its console',
};

/**
 * @param template the text of template.yml
 * @returns one sentence for each fault, with what to do; none is a value
 */
export async function deploymentFaults(template: string, environment: Environment): Promise<string[]> {
  const missing = neededVariables(template)
    .filter((name) => !environment[name]?.trim())
    // The endpoint names the instance: what is wrong with it is said of it.
    .filter((name) => name !== 'TABLESTORE_INSTANCE');
  const faults = [
    ...missing.map((name) => `${name} is missing: ${ORIGINS[name] ?? 'template.yml needs it'}`),
    ...problemsOf(() => readSettings(environment)),
    ...keyFaults(environment),
    ...placeFaults(environment),
    ...webhookFaults(environment, 'SLACK_WEBHOOK_URL'),
    ...webhookFaults(environment, 'SLACK_FAILURES_WEBHOOK_URL'),
  ];
  if (faults.length === 0) faults.push(...(await renderedFaults(template, environment)));
  // Both functions share most settings.
  return [...new Set(faults)];
}

/** The secrets have been checked: the program that renders the template, and its log, need not see them. */
async function renderedFaults(template: string, environment: Environment): Promise<string[]> {
  try {
    return templateFaults(await renderTemplate(template, { ...environment, ...HIDDEN }));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const HIDDEN = {
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/hidden',
  SLACK_FAILURES_WEBHOOK_URL: 'none',
  ALIBABA_CLOUD_ACCESS_KEY_ID: undefined,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined,
  ALIBABA_CLOUD_SECURITY_TOKEN: undefined,
};

/** Without any access key Serverless Devs takes its own; a key that is there must be whole. */
function keyFaults(environment: Environment): readonly string[] {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret } = environment;
  if (!id?.trim() && !secret?.trim()) return [];
  return [...problemsOf(() => readCredentials(environment)), ...problemsOf(() => readFunctionsSettings(environment))];
}
