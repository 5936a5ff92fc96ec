/** Event → refresh, prefetch or watch → task ids on the list. */
import { randomUUID } from 'node:crypto';
import { type CheckAnswer, check } from '../lib/check';
import { readCommonSettings } from '../lib/config';
import type { Context } from '../lib/context';
import { createCdnSubmit } from '../lib/edges/cdn-submit';
import { createAdditions } from '../lib/edges/tablestore-additions';
import { createBatches } from '../lib/edges/tablestore-batches';
import { createJournal } from '../lib/edges/tablestore-journal';
import { createRowTrials } from '../lib/edges/tablestore-trials';
import { createInstance, type Instance, startClock } from '../lib/instance';
import { createLog, loggable } from '../lib/log';
import { adviceFor } from '../lib/steps/advice';
import { divideTime } from '../lib/steps/budget';
import { asksForCheck, readEvent } from '../lib/steps/check-event';
import type { SubmissionAnswer } from '../lib/submission';
import { submit } from '../lib/submit';
import { submitTrials, UNTRIED_BY_SUBMIT } from '../lib/trials';

let warm: Instance | undefined;

/**
 * One submission. Or, when the event asks for that, a check of this function itself.
 * @param event JSON: `{"refresh": {"urls": […]}}`, `{"preload": {"urls": […]}}`, `{"watch": ["id", …]}`, or several of them; or `{"check": true}` alone
 * @returns the tasks that are on the list now and the URLs that were not submitted; a request with faults is refused as a whole
 * @throws {ConfigError} when settings are missing or wrong, the function has no role, or its timeout is too short
 * @throws {TablestoreError} when Tablestore could not be reached before anything was submitted
 */
export async function handler(event: Buffer, context: Context): Promise<SubmissionAnswer | CheckAnswer> {
  const clock = startClock();
  try {
    const settings = readCommonSettings(process.env);
    const { end } = divideTime(context.function.timeout * 1000);
    warm ??= createInstance(settings);
    warm.begin(context, clock, end);
    const cdn = createCdnSubmit(warm.cdn);
    const log = createLog(settings.logLevel, context.requestId);
    const request = readEvent(String(event));
    if (asksForCheck(request)) {
      const rows = createRowTrials(warm.tablestore, settings.tablestore.table);
      return await check('submit', {
        trials: submitTrials({ rows, cdn }),
        untried: UNTRIED_BY_SUBMIT,
        tablestore: settings.tablestore,
        log,
      });
    }
    const batches = createBatches(warm.tablestore, settings.tablestore.table);
    return await submit(
      request,
      { submission: context.requestId, owner: randomUUID(), until: end },
      {
        cdn,
        journal: createJournal(batches),
        additions: createAdditions(batches),
        clock,
        log,
      },
    );
  } catch (error) {
    createLog('error', context.requestId).error(
      { ...loggable(error), advice: adviceFor(error, 'submit') },
      'nothing was submitted',
    );
    throw error;
  }
}
