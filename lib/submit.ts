/** One submission, from the event to the answer: check → quota → call → list. */
import { CdnError, TablestoreError } from './errors';
import { type Log, loggable } from './log';
import type { Additions, CallRecord, CdnSubmit, Clock, Journal } from './ports';
import { checkRequest } from './steps/check-request';
import { planCalls, quotaFaults } from './steps/plan-calls';
import { explainRefusal, mayHaveBeenMade } from './steps/refusals';
import { toRows, watchedRows } from './steps/rows';
import type { FailedCall, SubmissionAnswer, SubmissionRequest, SubmitCall, SubmittedTask } from './submission';
import type { Waiting } from './task';

/** Ms a call to the CDN may take. */
const CALL_TIMEOUT = 15_000;
/** Ms the rows of a call and the answer need; with less left no further call is begun. A short timeout is divided. */
const TIME_FOR_ROWS = 8_000;
const SHARE_FOR_ROWS = 0.3;
/** How often a call that was surely not accepted is made again, and how long is waited before, in ms. */
const REPEATS = 3;
const BETWEEN_REPEATS = 1_000;

export interface SubmitWorld {
  readonly cdn: CdnSubmit;
  readonly journal: Journal;
  readonly additions: Additions;
  readonly clock: Clock;
  readonly log: Log;
}

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
 * 4. The rows of a call are written as soon as its ids are known. When they can't be, the answer and one log line carry the ids.
 * @throws {TablestoreError} when the journal could not be opened, so that nothing was done
 */
export async function submit(event: unknown, options: SubmitOptions, world: SubmitWorld): Promise<SubmissionAnswer> {
  const { submission } = options;
  const { cdn, journal, clock, log } = world;
  const checked = checkRequest(event);
  if ('faults' in checked) return refuse(checked.faults);
  const { request } = checked;
  const calls = planCalls(request);
  const past = calls.length > 0 ? await journal.open(submission, clock.now()) : new Map<number, CallRecord>();
  if (past.size === 0) {
    const faults = await quotaFaultsOf(calls);
    if (faults.length > 0) return refuse(faults);
  }

  const tasks: SubmittedTask[] = [];
  const failed: FailedCall[] = [];
  for (const [number, call] of calls.entries()) {
    const before = past.get(number);
    const record = before ?? (await make(number, call));
    if (record.kind === 'made')
      tasks.push(...(await list(toRows(record.ids, call, submission, clock.now()), before !== undefined, call)));
    if (record.kind === 'failed')
      failed.push({ kind: call.kind, urls: call.urls, code: record.code, reason: record.reason });
    if (record.kind === 'begun') failed.push({ kind: call.kind, urls: call.urls, ...explainRefusal('Repeated') });
    // The rows come first: should this run end here, they are watched at least.
    if (before === undefined && record.kind !== 'begun') await note(number, record);
  }
  tasks.push(...(await listWatched(request)));
  const answer: SubmissionAnswer = { submission, tasks, failed };
  log.info({ submission, tasks: tasks.length, failed: failed.length }, 'submitted');
  return answer;

  function refuse(refused: readonly string[]): SubmissionAnswer {
    log.warn({ submission, faults: refused.length }, 'submission refused');
    return { submission, tasks: [], failed: [], refused };
  }

  async function quotaFaultsOf(planned: readonly SubmitCall[]): Promise<string[]> {
    if (planned.length === 0) return [];
    try {
      return quotaFaults(planned, await cdn.quota(Math.min(CALL_TIMEOUT, timeLeft())));
    } catch (error) {
      // The CDN refuses what is beyond the quota anyway, if later.
      log.warn(loggable(error), 'quota not known');
      return [];
    }
  }

  async function make(number: number, call: SubmitCall): Promise<CallRecord> {
    if (timeLeft() < 1_000) return { kind: 'failed', ...explainRefusal('OutOfTime') };
    try {
      if (!(await journal.claim(submission, number, options.owner))) return { kind: 'begun' };
    } catch (error) {
      log.error(loggable(error), 'call not begun: the journal could not be written');
      return { kind: 'failed', ...explainRefusal('NotBegun') };
    }
    for (let repeat = 0; ; repeat++) {
      try {
        return { kind: 'made', ids: await cdn.submit(call, Math.min(CALL_TIMEOUT, timeLeft())) };
      } catch (error) {
        if (!(error instanceof CdnError)) throw error;
        log.warn({ ...loggable(error), urls: call.urls.length }, 'call refused');
        const again = !mayHaveBeenMade(error) && (error.kind === 'throttled' || error.code === 'ServiceBusy');
        if (!again || repeat >= REPEATS || timeLeft() < BETWEEN_REPEATS + 1_000) {
          return { kind: 'failed', ...explainRefusal(error.code, error) };
        }
        await clock.sleep(BETWEEN_REPEATS);
      }
    }
  }

  function timeLeft(): number {
    return options.until - Math.min(TIME_FOR_ROWS, options.until * SHARE_FOR_ROWS) - clock.elapsed();
  }

  async function note(number: number, record: CallRecord): Promise<void> {
    await journal
      .note(submission, number, record)
      .catch((error) => log.error(loggable(error), 'call not noted: a second delivery can not name its tasks'));
  }

  async function listWatched({ watch, label }: SubmissionRequest): Promise<SubmittedTask[]> {
    return watch.length === 0 ? [] : list(watchedRows(watch, label, submission, clock.now()), true);
  }

  async function list(rows: readonly Waiting[], again: boolean, call?: SubmitCall): Promise<SubmittedTask[]> {
    const said = (id: string, listed: SubmittedTask['listed']): SubmittedTask => ({
      id,
      ...(call && { kind: call.kind }),
      urls: call?.urls.length ?? 0,
      listed,
    });
    try {
      const results = await world.additions.add(rows, again);
      return rows.map(({ id }) => said(id, results.get(id) ?? 'already'));
    } catch (error) {
      if (!(error instanceof TablestoreError)) throw error;
      log.error(
        { ...loggable(error), ids: rows.map(({ id }) => id) },
        'tasks not put on the list: submit these ids with watch',
      );
      return rows.map(({ id }) => said(id, 'unlisted'));
    }
  }
}
