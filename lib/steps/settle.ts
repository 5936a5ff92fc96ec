/** The state machine: what an answer of the CDN makes of a waiting task. */
import type { Answer, Ending, Owed, Report, Waiting } from '../task';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A fresh id can be absent from replies for a moment; one that stays absent this long is missing. Ms. */
export const GRACE = 10 * MINUTE;

/** A task that runs longer than this is told once as overdue. Ms, by the CDN's ObjectType. */
export const OVERDUE: ReadonlyMap<string, number> = new Map([['preload', 2 * HOUR]]);
/** Purges take five to six minutes, says the vendor: https://www.alibabacloud.com/help/en/cdn/user-guide/refresh-and-prefetch-resources */
export const OVERDUE_OTHERWISE = 30 * MINUTE;

/** `changed`: still waiting, but the row must remember something. `still-running`: nothing to write. */
export type Verdict =
  | { readonly kind: 'still-running' }
  | { readonly kind: 'changed'; readonly task: Waiting }
  | { readonly kind: 'settled'; readonly task: Owed };

/**
 * The rules, in this order:
 * 1. The CDN says all URLs are through: `complete`, or `failed` if any of them failed.
 * 2. The CDN refuses the id itself: `rejected`.
 * 3. No end in sight and older than the CDN's history: `expired`. Every task ends at last.
 * 4. Absent for longer than the grace period: `missing`. Absent for the first time: remember since when.
 * 5. Running for longer than its kind should: overdue, once.
 * 6. Otherwise still running.
 *
 * @param now ms since 1970
 * @param historyDays how long the CDN remembers a task
 * @param epoch the sweep's epoch, which marks what it writes
 */
export function settle(task: Waiting, answer: Answer, now: number, historyDays: number, epoch: number): Verdict {
  const report = answer.kind === 'reported' ? answer.report : undefined;
  const began = beginning(task, report);
  const end = (ending: Partial<Ending> & Pick<Ending, 'outcome'>): Verdict => ({
    kind: 'settled',
    task: toOwed(task, report, ending, began, now, epoch),
  });

  if (report?.state === 'complete') return end({ outcome: 'complete', urls: report.urls });
  if (report?.state === 'failed') return end({ outcome: 'failed', urls: report.failedUrls, reasons: report.reasons });
  if (answer.kind === 'refused') return end({ outcome: 'rejected', reasons: [answer.code] });
  if (began !== undefined && now - began > historyDays * DAY)
    return end({ outcome: 'expired', urls: report?.urls ?? task.urls });
  if (answer.kind === 'absent' && task.absentSince !== undefined && now - task.absentSince >= GRACE) {
    return end({ outcome: 'missing' });
  }

  const { absentSince, ...present } = task;
  // No answer says nothing about the task, not even that it is there.
  const since =
    answer.kind === 'absent' ? (absentSince ?? now) : answer.kind === 'unanswered' ? absentSince : undefined;
  const next: Waiting = {
    ...present,
    added: task.added ?? began ?? now,
    ...(since !== undefined && { absentSince: since }),
    // The message needs a URL, and a row may hold nothing but its key.
    ...(report &&
      isOverdue(task, report, began ?? now, now) && {
        overdue: 'owed' as const,
        urls: report.urls,
        added: began ?? now,
      }),
  };
  const same = next.added === task.added && next.absentSince === task.absentSince && next.overdue === task.overdue;
  return same ? { kind: 'still-running' } : { kind: 'changed', task: { ...next, epoch } };
}

/** The earlier of what the CDN and the list say, since an id may be put on the list long after the task was made. */
function beginning(task: Waiting, report: Report | undefined): number | undefined {
  const known = [task.added, report?.created].filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function isOverdue(task: Waiting, report: Report, began: number, now: number): boolean {
  return (
    task.overdue === undefined &&
    now - began > (OVERDUE.get((report.kind || task.kind || '').toLowerCase()) ?? OVERDUE_OTHERWISE)
  );
}

function toOwed(
  task: Waiting,
  report: Report | undefined,
  ending: Partial<Ending> & Pick<Ending, 'outcome'>,
  began: number | undefined,
  now: number,
  epoch: number,
): Owed {
  const { state: _state, absentSince: _absent, overdue: _overdue, ...known } = task;
  const kind = report?.kind || task.kind;
  return {
    ...known,
    state: 'owed',
    ...(kind !== undefined && { kind }),
    ...(began !== undefined && { added: task.added ?? began }),
    epoch,
    settled: now,
    ending: {
      reasons: [],
      total: report?.total ?? 0,
      failed: report?.failed ?? 0,
      urls: task.urls,
      ...(began !== undefined && { took: Math.max(0, now - began) }),
      ...ending,
    },
  };
}
