/** Everything that can be seen to be wrong before anything is deployed. */
import { HINTS } from '../lib/config';
import { templateFaults } from './faults';
import { type Environment, neededVariables, renderTemplate } from './render';

/** Where to find what only a deployment needs. */
const WHERE_FROM: Readonly<Record<string, string>> = {
  ...HINTS,
  ALIBABA_CLOUD_REGION:
    'the region the functions are to run in, such as cn-hangzhou; best that of the Tablestore instance',
  TABLESTORE_INSTANCE: 'the name of the instance, from the Tablestore console',
  LOG_PROJECT: 'a project of Simple Log Service in the same region, from its console',
};

/**
 * @param template the text of template.yml
 * @returns one sentence for each fault, with what to do; none is a value
 */
export async function deploymentFaults(template: string, environment: Environment): Promise<string[]> {
  const missing = neededVariables(template).filter((name) => !environment[name]?.trim());
  // The endpoint names the instance.
  if (missing.includes('TABLESTORE_ENDPOINT')) missing.splice(missing.indexOf('TABLESTORE_INSTANCE'), 1);
  if (missing.length > 0)
    return missing.map((name) => `${name} is missing: ${WHERE_FROM[name] ?? 'template.yml needs it'}`);
  try {
    const faults = templateFaults(await renderTemplate(template, environment));
    // Both functions share most settings.
    return [...new Set(faults)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
