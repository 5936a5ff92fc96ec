/** Makes one call of a submission: claimed first, so that no second delivery makes it again, and repeated only where that is safe. */
import { CdnError } from './errors';
import { type Log, loggable } from './log';
import type { Clock } from './ports';
import { explainRefusal, mayHaveBeenMade } from './steps/refusals';
import type { SubmitCall } from './submission';
import type { CdnSubmit, Journal } from './submit-ports';

/** Ms a call to the CDN may take, and needs at least. */
const CALL_TIMEOUT = 15_000;
const SHORTEST_CALL = 1_000;
/** How often a call that was surely not accepted is made again, and how long is waited before, in ms. */
const REPEATS = 3;
const BETWEEN_REPEATS = 1_000;

/** `begun`: another delivery has claimed the call. `unclaimed`: it failed before anybody claimed it. */
export type Made =
  | { readonly kind: 'made'; readonly ids: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string }
  | { readonly kind: 'unclaimed'; readonly code: string; readonly reason: string }
  | { readonly kind: 'begun' };

export interface Making {
  readonly cdn: CdnSubmit;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

/** @param timeLeft ms until no call may be under way any more */
export async function makeCall(
  number: number,
  call: SubmitCall,
  { submission, owner }: { readonly submission: string; readonly owner: string },
  timeLeft: () => number,
  { cdn, journal, clock, log }: Making,
): Promise<Made> {
  if (timeLeft() < SHORTEST_CALL) return { kind: 'unclaimed', ...explainRefusal('OutOfTime') };
  try {
    if (!(await journal.claim(submission, number, owner))) return { kind: 'begun' };
  } catch (error) {
    log.error(loggable(error), 'call not begun: the journal could not be written');
    return { kind: 'unclaimed', ...explainRefusal('NotBegun') };
  }
  for (let repeat = 0; ; repeat++) {
    // Claiming, or waiting, may have taken long.
    if (timeLeft() < SHORTEST_CALL) return { kind: 'failed', ...explainRefusal('OutOfTime') };
    try {
      return { kind: 'made', ids: await cdn.submit(call, Math.min(CALL_TIMEOUT, timeLeft())) };
    } catch (error) {
      const { length, 0: first, [length - 1]: last } = call.urls;
      log.warn({ ...loggable(error), urls: length, first, last }, 'call refused');
      // Whatever went wrong, the calls before this one and after it have their answer too.
      if (!(error instanceof CdnError)) return { kind: 'failed', ...explainRefusal('Unexpected') };
      const again = !mayHaveBeenMade(error) && (error.kind === 'throttled' || error.code === 'ServiceBusy');
      if (!again || repeat >= REPEATS) return { kind: 'failed', ...explainRefusal(error.code, error) };
      await clock.sleep(BETWEEN_REPEATS);
    }
  }
}
