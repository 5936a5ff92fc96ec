/** Both functions are deployed under the names the settings give. */
import type { Functions } from '../../lib/edges/functions';
import { FunctionsError } from '../../lib/edges/functions-errors';
import { adviceFor } from '../advice';
import { type Finding, right, wrong } from './check';

const CALL_TIMEOUT = 10_000;

/** @param setting the setting that holds the name */
export async function checkFunction(functions: Functions, name: string, setting: string): Promise<Finding> {
  const check = `function ${name}`;
  try {
    if (await functions.exists(name, CALL_TIMEOUT)) return right(check, 'it is deployed');
    return wrong(
      check,
      'it does not exist',
      `deploy it, or set ${setting} to its name; check ALIBABA_CLOUD_REGION too`,
    );
  } catch (error) {
    if (!(error instanceof FunctionsError)) throw error;
    const forbidden = error.kind === 'not-allowed';
    const todo = adviceFor(error)?.replace('fc:InvokeFunction', 'fc:GetFunction and fc:InvokeFunction');
    return wrong(check, error.message, forbidden || todo ? todo : 'try again; see the Function Compute console');
  }
}
