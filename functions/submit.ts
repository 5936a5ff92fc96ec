/** Event → refresh, prefetch or watch → task ids on the list. */
import { randomUUID } from 'node:crypto';
import { readCommonSettings } from '../lib/config';
import type { Context } from '../lib/context';
import { createCdnSubmit } from '../lib/edges/cdn-submit';
import { createAdditions } from '../lib/edges/tablestore-additions';
import { createBatches } from '../lib/edges/tablestore-batches';
import { createJournal } from '../lib/edges/tablestore-journal';
import { createInstance, type Instance, startClock } from '../lib/instance';
import { createLog, loggable } from '../lib/log';
import { adviceFor } from '../lib/steps/advice';
import { divideTime } from '../lib/steps/budget';
import type { SubmissionAnswer } from '../lib/submission';
import { submit } from '../lib/submit';

let warm: Instance | undefined;

/**
 * One submission.
 * @param event JSON: `{"refresh": {"urls": […]}}`, `{"preload": {"urls": […]}}`, `{"watch": ["id", …]}`, or several of them
 * @returns the tasks that are on the list now and the URLs that were not submitted; a request with faults is refused as a whole
 * @throws {ConfigError} when settings are missing or wrong, the function has no role, or its timeout is too short
 * @throws {TablestoreError} when Tablestore could not be reached before anything was submitted
 */
export async function handler(event: Buffer, context: Context): Promise<SubmissionAnswer> {
  const clock = startClock();
  try {
    const settings = readCommonSettings(process.env);
    const { end } = divideTime(context.function.timeout * 1000);
    warm ??= createInstance(settings);
    warm.begin(context, clock, end);
    const batches = createBatches(warm.tablestore, settings.tablestore.table);
    return await submit(
      parse(event),
      { submission: context.requestId, owner: randomUUID(), until: end },
      {
        cdn: createCdnSubmit(warm.cdn),
        journal: createJournal(batches),
        additions: createAdditions(batches),
        clock,
        log: createLog(settings.logLevel, context.requestId),
      },
    );
  } catch (error) {
    createLog('error', context.requestId).error(
      { ...loggable(error), advice: adviceFor(error) },
      'nothing was submitted',
    );
    throw error;
  }
}

/** What is no JSON is refused by the check like any other event that is no object. */
function parse(event: Buffer): unknown {
  try {
    return JSON.parse(event.toString());
  } catch {
    return null;
  }
}
