/** Waits until tasks are settled, by reading the list every few seconds. */
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Why the list could not be read any longer. */
  readonly trouble?: string;
}

/** A list that can't be read for a moment does not end a wait of an hour; this many times in a row does. */
const FAILED_READINGS = 5;

/** @param every @param timeout ms */
export async function follow(
  ids: readonly string[],
  { every, timeout }: { readonly every: number; readonly timeout: number },
  browse: Pick<Browse, 'find'>,
  progress: Progress,
): Promise<FollowResult> {
  const until = performance.now() + timeout;
  const ended: Followed[] = [];
  let open = [...new Set(ids)];
  let failed = 0;
  progress.start(open.length);
  try {
    for (;;) {
      try {
        const found = await browse.find(open);
        failed = 0;
        const now = open.flatMap((id) => endOf(id, found.get(id)) ?? []);
        ended.push(...now);
        open = open.filter((id) => !now.some((one) => one.id === id));
        progress.update(ended.length, ended.filter((one) => !isGood(one)).length);
      } catch (error) {
        if (!(error instanceof TablestoreError)) throw error;
        if (error.permanent || ++failed === FAILED_READINGS) {
          return { ended, open, trouble: [error.message, adviceFor(error)].filter(Boolean).join(': ') };
        }
      }
      const left = until - performance.now();
      if (open.length === 0 || left <= 0) return { ended, open };
      await sleep(Math.min(every, left));
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
