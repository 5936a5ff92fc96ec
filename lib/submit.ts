/** One submission, from the event to the answer: check → quota → call → list. */
import { type Enlisting, enlist } from './enlist';
import { loggable } from './log';
import { type Made, type Making, makeCall } from './make-call';
import { checkRequest } from './steps/check-request';
import { planCalls, quotaFaults } from './steps/plan-calls';
import { explainRefusal } from './steps/refusals';
import { toRows, watchedRows } from './steps/rows';
import type { FailedCall, SubmissionAnswer, SubmitCall, SubmittedTask } from './submission';
import type { CallRecord } from './submit-ports';

/** Ms for asking how much quota is left. */
const QUOTA_TIMEOUT = 5_000;
/** Ms the rows of a call and the answer need; with less left no further call is begun. A short timeout is divided. */
const TIME_FOR_ROWS = 8_000;
const SHARE_FOR_ROWS = 0.3;

export type SubmitWorld = Making & Enlisting;

export interface SubmitOptions {
  /** The request id: the same for every delivery of the same request. */
  readonly submission: string;
  /** Names this delivery. */
  readonly owner: string;
  /** Ms since the invocation began by which all must be over. */
  readonly until: number;
}

/**
 * Submits what an event asks for and puts the tasks on the list.
 * The rules, in this order:
 * 1. A request with a fault anywhere, or beyond the day's quota, is refused as a whole: nothing is submitted.
 * 2. Each call is claimed in the journal before it is made, so that a second delivery of the request does not make it again.
 * 3. A call the CDN refuses does not keep the others from being made; the answer names its URLs.
 * 4. The rows of a call are written as soon as its ids are known. When they can't be, the answer and the log carry the ids.
 * @throws {TablestoreError} when the journal could not be opened, so that nothing was done
 */
export async function submit(event: unknown, options: SubmitOptions, world: SubmitWorld): Promise<SubmissionAnswer> {
  const { submission } = options;
  const { cdn, journal, clock, log } = world;
  const checked = checkRequest(event);
  if ('faults' in checked) return refuse(checked.faults);
  const { watch, label } = checked.request;
  const calls = planCalls(checked.request);
  const past = await journal.open(submission, clock.now());
  if (past.size === 0) {
    const faults = await missingQuota(calls);
    if (faults.length > 0) return refuse(faults);
  }

  const tasks: SubmittedTask[] = [];
  const failed: FailedCall[] = [];
  for (const [number, call] of calls.entries()) {
    const done = past.get(number) ?? (await makeAndList(number, call));
    if (done.kind === 'made') tasks.push(...done.tasks);
    else failed.push({ kind: call.kind, urls: call.urls, ...whyNot(done) });
  }
  if (watch.length > 0) {
    // The last line of the journal, for a watched task too must not come back onto the list after it was told.
    const before = past.get(calls.length);
    const watched =
      before?.kind === 'made'
        ? before.tasks
        : await enlist(watchedRows(watch, label, submission, clock.now()), undefined, world);
    if (!before) await note(calls.length, { kind: 'made', tasks: watched });
    tasks.push(...watched);
  }
  log.info({ submission, tasks: tasks.length, failed: failed.length }, 'submitted');
  return { submission, tasks, failed };

  function refuse(refused: readonly string[]): SubmissionAnswer {
    log.warn({ submission, faults: refused.length }, 'submission refused');
    return { submission, tasks: [], failed: [], refused };
  }

  async function missingQuota(planned: readonly SubmitCall[]): Promise<string[]> {
    if (planned.length === 0) return [];
    try {
      return quotaFaults(planned, await cdn.quota(Math.min(QUOTA_TIMEOUT, timeLeft())));
    } catch (error) {
      // The CDN refuses what is beyond the quota anyway, if later.
      log.warn(loggable(error), 'quota not known');
      return [];
    }
  }

  async function makeAndList(number: number, call: SubmitCall): Promise<CallRecord | NotMade> {
    const made = await makeCall(number, call, options, timeLeft, world);
    if (made.kind === 'begun' || made.kind === 'unclaimed') return made;
    if (made.kind === 'failed') {
      await note(number, made);
      return made;
    }
    // The rows come first: should this run end here, they are watched at least.
    const listed = await enlist(toRows(made.ids, call, submission, clock.now()), call, world);
    const record: CallRecord = { kind: 'made', tasks: listed };
    await note(number, record);
    return record;
  }

  function timeLeft(): number {
    return options.until - Math.min(TIME_FOR_ROWS, options.until * SHARE_FOR_ROWS) - clock.elapsed();
  }

  async function note(number: number, record: CallRecord): Promise<void> {
    await journal
      .note(submission, number, record)
      .catch((error) => log.error(loggable(error), 'call not noted: a second delivery can not name its tasks'));
  }
}

type NotMade = Exclude<Made, { kind: 'made' }>;

function whyNot(done: NotMade): { code: string; reason: string } {
  return done.kind === 'begun' ? explainRefusal('Repeated') : { code: done.code, reason: done.reason };
}
