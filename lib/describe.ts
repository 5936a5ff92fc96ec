/** Asks the CDN about all batches, as fast as it allows and as long as there is time, and finds out the bad ids. */
import pMap from 'p-map';
import { CdnError } from './errors';
import type { Log } from './log';
import type { Cdn, Clock, Pace } from './ports';
import { BATCH_SIZE, halve } from './steps/batch';
import { adviceOn } from './steps/operator';
import { sumUp } from './steps/report';
import type { Answer, Entry, Waiting } from './task';

/**
 * Batches under way at once at most: enough for answers that take 400 ms. Each answer can be 4 MiB, so more would cost memory. A
 * batch that is halved makes several calls, each about fewer ids.
 */
const IN_FLIGHT = 12;
/** Ms a call of ten ids may take. One of fewer ids gets less, so that there is time to find the one that is never answered. */
const CALL_TIMEOUT = 10_000;
const SHORTEST_TIMEOUT = 3_000;
/** A call is not begun with less time than this left. Ms. */
const SHORTEST_CALL = 1_000;
/** How often a batch is asked again in the same sweep after throttling or a dropped connection. */
const REPEATS = 2;

export interface Described {
  readonly calls: number;
  readonly failedCalls: number;
  /** Tasks of calls that were made, whatever came of them. */
  readonly asked: number;
  /** Tasks that were not asked for want of time, or because asking became useless. */
  readonly unasked: number;
  /** The last task before the first that was not asked; when all were asked, the last one. Absent when not even the first was. */
  readonly last?: string;
  /** Why asking became useless. */
  readonly refusal?: CdnError;
}

export interface Asking {
  readonly cdn: Cdn;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A failed call leaves its tasks as they were. A batch that is refused, or not answered in time, is halved until the bad id
 * stands alone. When credentials or permissions are refused, no further call is made.
 * @param batches taken one by one, as calls become possible
 * @param until no call is under way after this, in ms since the invocation began
 * @param take is given each batch with what the CDN said of its tasks: nothing of those it was not asked about
 */
export async function describe(
  batches: AsyncIterable<Waiting[]>,
  until: number,
  take: (batch: readonly Waiting[], answers: ReadonlyMap<Waiting, Answer>) => Promise<void>,
  world: Asking,
): Promise<Described> {
  const { cdn, pace, clock, log } = world;
  let calls = 0;
  let failedCalls = 0;
  let asked = 0;
  let unasked = 0;
  let refusal: CdnError | undefined;
  let last: { readonly index: number; readonly id: string } | undefined;
  const over = () => refusal !== undefined || clock.elapsed() > until - SHORTEST_CALL;

  await pMap(batches, deal, { concurrency: IN_FLIGHT });
  return { calls, failedCalls, asked, unasked, ...(last && { last: last.id }), ...(refusal && { refusal }) };

  async function deal(batch: Waiting[], index: number): Promise<void> {
    const answers = new Map<Waiting, Answer>();
    if (await ask(batch, REPEATS, answers)) {
      asked += batch.length;
      // Turns come in the order of the batches: of those that were asked, the last one is behind all others.
      const id = batch.at(-1)?.id;
      if (id !== undefined && index > (last?.index ?? -1)) last = { index, id };
    } else {
      unasked += batch.length;
    }
    await take(batch, answers);
  }

  /** @returns whether the call was made, whatever came of it */
  async function ask(batch: readonly Waiting[], repeats: number, answers: Map<Waiting, Answer>): Promise<boolean> {
    if (!(await pace.turn(over))) return false;
    calls++;
    try {
      const entries = await cdn.describe(
        batch.map(({ id }) => id),
        Math.min(timeoutOf(batch), until - clock.elapsed()),
      );
      pace.faster();
      read(batch, entries, answers);
    } catch (error) {
      if (!(error instanceof CdnError)) throw error;
      failedCalls++;
      log.warn(
        {
          kind: error.kind,
          code: error.code,
          reason: error.message,
          vendorRequestId: error.requestId,
          ids: batch.length,
        },
        'call failed',
      );
      await recover(batch, error, repeats, answers);
    }
    return true;
  }

  function read(batch: readonly Waiting[], entries: Iterable<Entry>, answers: Map<Waiting, Answer>): void {
    const reports = sumUp(entries);
    for (const task of batch) {
      const report = reports.get(task.id);
      answers.set(task, report ? { kind: 'reported', report } : { kind: 'absent' });
      reports.delete(task.id);
    }
    if (reports.size > 0)
      log.warn({ ids: [...reports.keys()].slice(0, 10) }, 'reply names tasks that were not asked for');
  }

  async function recover(
    batch: readonly Waiting[],
    error: CdnError,
    repeats: number,
    answers: Map<Waiting, Answer>,
  ): Promise<void> {
    switch (error.kind) {
      case 'throttled':
        pace.slower();
        if (repeats > 0) await ask(batch, repeats - 1, answers);
        return;
      case 'dropped':
        if (repeats > 0) await ask(batch, 0, answers);
        return;
      case 'not-allowed':
        if (!refusal) log.error({ code: error.code, advice: adviceOn(error.code) }, 'the CDN refuses the poller');
        refusal ??= error;
        return;
      case 'bad-id':
      case 'unclear':
      case 'timeout': {
        const [alone] = batch;
        if (batch.length > 1) {
          // Both at once: time that runs out in one half must not keep the other, where all may be well, from being asked.
          await Promise.all(halve(batch).map((half) => ask(half, repeats, answers)));
        } else if (alone) {
          answers.set(alone, error.kind === 'bad-id' ? { kind: 'refused', code: error.code } : { kind: 'unanswered' });
        }
        return;
      }
      case 'unavailable':
        for (const task of batch) answers.set(task, { kind: 'unanswered' });
        return;
      default:
        return error.kind satisfies never;
    }
  }
}

function timeoutOf({ length }: readonly Waiting[]): number {
  return Math.max(SHORTEST_TIMEOUT, (CALL_TIMEOUT * length) / BATCH_SIZE);
}
