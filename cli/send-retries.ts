/** Submits failed URLs again, one kind and label after the other, and notes on the list which tasks that was done for. */
import type { Browse } from '../lib/edges/tablestore-browse';
import { clean } from '../lib/steps/text';
import { type CheckedInput, checkInput } from './check-input';
import { Problem } from './exit';
import type { Output } from './output';
import type { Planned, Retry, Skipped } from './retries';
import { merge, type Sent, send } from './send';
import type { SubmissionSettings } from './submission';
import { openFunctions } from './world';

export type CheckedRetry = Retry & CheckedInput;

/** What the check of a whole submission refuses, such as a label typed into the console, is skipped too. */
export function checkRetries({ retries, skipped }: Planned): {
  readonly checked: readonly CheckedRetry[];
  readonly skipped: readonly Skipped[];
} {
  const checked: CheckedRetry[] = [];
  const all = [...skipped];
  for (const one of retries) {
    try {
      checked.push({ ...one, ...checkInput(one.lines, one.wish) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const why = clean(error.details.join('; ') || error.message);
      for (const { id } of one.tasks) all.push({ id, reason: `${clean(id)} can not be submitted again: ${why}` });
    }
  }
  return { checked, skipped: all };
}

/** Nothing is sent after a refusal or a failure. `unmarked`: tasks that were retried, and whose rows do not say so. */
export async function sendRetries(
  checked: readonly CheckedRetry[],
  settings: SubmissionSettings,
  browse: Browse,
  out: Output,
): Promise<{ readonly sent: Sent; readonly unmarked: readonly string[] }> {
  const all: Sent[] = [];
  const unmarked: string[] = [];
  const of = checked.flatMap(({ parcels }) => parcels).length;
  let before = 0;
  const functions = checked.length > 0 ? await openFunctions(settings) : undefined;
  for (const one of functions ? checked : []) {
    const stopped = all.some(({ trouble, refused }) => trouble !== undefined || refused.length > 0);
    const sent: Sent =
      stopped || !functions
        ? { answers: [], refused: [], unclear: [], notSent: one.parcels.flatMap(({ items }) => items) }
        : await send(one.parcels, settings.functions.submit, functions, out, { before, of });
    all.push(sent);
    before += one.parcels.length;
    unmarked.push(...(await mark(one, sent, browse)));
  }
  if (unmarked.length > 0) {
    const ids = unmarked.map(clean).join(' ');
    out.note(`retried, but could not be marked so: ${ids}; another --failed would submit them again`);
  }
  return { sent: merge(all), unmarked };
}

/** So that the next `--failed` leaves out what has been submitted again. */
async function mark({ tasks }: Retry, { answers, unclear, notSent }: Sent, browse: Browse): Promise<string[]> {
  const submission = answers.at(-1)?.submission;
  const open = new Set([
    ...unclear,
    ...notSent,
    ...answers.flatMap(({ failed }) => failed.flatMap(({ urls }) => urls)),
  ]);
  const done = tasks.filter(({ urls }) => !urls.some((url) => open.has(url))).map(({ id }) => id);
  return submission === undefined || done.length === 0 ? [] : browse.markRetried(done, submission);
}
