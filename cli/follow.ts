/** Waits until tasks are settled, by reading the list every few seconds. */
import { setTimeout as sleep } from 'node:timers/promises';
import pTimeout, { TimeoutError } from 'p-timeout';
import type { Browse } from '../lib/edges/tablestore-browse';
import type { Listed } from '../lib/edges/tablestore-listed';
import { TablestoreError } from '../lib/errors';
import type { Owed } from '../lib/task';
import { adviceFor } from './advice';
import type { Progress } from './progress';

/** How the wait for one task ended. `dead`: its row can't be read or told. `gone`: it is on no list any more. */
export type Followed =
  | { readonly id: string; readonly how: 'settled'; readonly task: Owed }
  | { readonly id: string; readonly how: 'dead'; readonly reason: string }
  | { readonly id: string; readonly how: 'gone' };

export interface FollowResult {
  readonly ended: readonly Followed[];
  /** Ids that were still open when the time was over. */
  readonly open: readonly string[];
  /** Why the list could not be read any longer, or not at the end. */
  readonly trouble?: string;
  /** The wait was stopped before its end. */
  readonly interrupted?: true;
}

/** A list that can't be read for a moment does not end a wait of an hour; this many times in a row does. */
const FAILED_READINGS = 5;

/** A reading that takes longer may be about to fail. Ms. */
const LONG_READING = 1_000;
/** What a timer takes at most. Ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** @param every @param timeout ms. @param signal stops the wait */
export async function follow(
  ids: readonly string[],
  { every, timeout, signal }: { readonly every: number; readonly timeout: number; readonly signal: AbortSignal },
  browse: Pick<Browse, 'find'>,
  progress: Progress,
): Promise<FollowResult> {
  const until = performance.now() + timeout;
  const ended: Followed[] = [];
  let open = [...new Set(ids)];
  let failed = 0;
  let trouble: string | undefined;
  // A reading with more time than this should have come through; the first one in any case.
  let enough = 0;
  progress.start(open.length);
  try {
    for (;;) {
      if (signal.aborted) return { ended, open, interrupted: true };
      const begun = performance.now();
      // The last reading is begun when the time is over, and has this little more.
      const milliseconds = Math.min(Math.max(until - begun, LONG_READING), LONGEST_TIMER);
      try {
        const found = await pTimeout(browse.find(open), { milliseconds, signal });
        failed = 0;
        trouble = undefined;
        enough = Math.max(enough, LONG_READING, 2 * (performance.now() - begun));
        const now = open.flatMap((id) => endOf(id, found.get(id)) ?? []);
        for (const one of now) ended.push(one);
        const through = new Set(now.map(({ id }) => id));
        open = open.filter((id) => !through.has(id));
        progress.update(ended.length, ended.filter((one) => !isGood(one)).length);
      } catch (error) {
        if (signal.aborted) return { ended, open, interrupted: true };
        if (error instanceof TablestoreError) {
          trouble = [error.message, adviceFor(error)].filter(Boolean).join(': ');
          if (error.permanent || ++failed === FAILED_READINGS) return { ended, open, trouble };
        } else if (!(error instanceof TimeoutError)) throw error;
        // Of a reading that was cut off too early nothing is known; what the one before it said stays.
        else if (milliseconds >= enough) trouble = 'Tablestore did not answer in time';
      }
      const left = until - performance.now();
      if (open.length === 0) return { ended, open };
      if (left <= 0) return { ended, open, ...(trouble !== undefined && { trouble }) };
      await sleep(Math.min(every, left), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    progress.stop();
  }
}

export function isGood(one: Followed): boolean {
  return one.how === 'settled' && one.task.ending.outcome === 'complete';
}

/** Undefined while the task is still being watched. */
function endOf(id: string, listed: Listed | undefined): Followed | undefined {
  switch (listed?.state) {
    case 'pending':
      return undefined;
    case 'owed':
    case 'done':
      return { id, how: 'settled', task: listed.task };
    case 'dead':
    case 'unreadable':
      return { id, how: 'dead', reason: listed.reason };
    case undefined:
      return { id, how: 'gone' };
    default:
      return listed satisfies never;
  }
}
