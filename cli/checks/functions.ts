/** Both functions are deployed under the names the settings give, and find nothing wrong when they check themselves. */
import type { Functions } from '../../lib/edges/functions';
import { FunctionsError } from '../../lib/edges/functions-errors';
import { adviceFor } from '../advice';
import { type Finding, right, wrong } from './check';
import { checkSelf, type Expected } from './self-check';

const CALL_TIMEOUT = 10_000;
/** The function gives up earlier, by its own timeout. Ms. */
const INVOCATION_TIMEOUT = 60_000;

/**
 * @param setting the setting that holds the name
 * @returns one finding for each thing that is wrong, or one that all is right
 */
export async function checkFunction(
  functions: Functions,
  name: string,
  setting: string,
  expected: Expected,
): Promise<Finding[]> {
  const check = `function ${name}`;
  const findings: Finding[] = [];
  try {
    if (!(await functions.exists(name, CALL_TIMEOUT))) {
      const todo = `deploy it, or set ${setting} to its name; check ALIBABA_CLOUD_REGION too`;
      return [wrong(check, 'it does not exist', todo)];
    }
  } catch (error) {
    findings.push(explain(check, error));
    // Whoever may not look at it may still be allowed to invoke it.
    if (Reflect.get(Object(error), 'kind') !== 'not-allowed') return findings;
  }
  try {
    const answer = await functions.invoke(name, Buffer.from('{"check":true}'), INVOCATION_TIMEOUT);
    for (const { found, todo } of checkSelf(answer, expected)) {
      if (todo !== undefined) findings.push(wrong(check, found, todo));
      else if (findings.length === 0) findings.push(right(check, found));
    }
  } catch (error) {
    findings.push(explain(check, error));
  }
  return findings;
}

function explain(check: string, error: unknown): Finding {
  if (!(error instanceof FunctionsError)) throw error;
  if (error.kind === 'failed') {
    return wrong(check, error.message, 'put it right where the function is deployed, and see its log');
  }
  return wrong(check, error.message, adviceFor(error) ?? 'try again; see the Function Compute console');
}
