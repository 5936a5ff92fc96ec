/** Which failed URLs of which tasks can be submitted again, and as what. */
import type { Listed } from '../lib/edges/tablestore-listed';
import { checkUrl } from '../lib/steps/check-url';
import { clean, cut } from '../lib/steps/text';
import { type Kind, REFRESH_KINDS } from '../lib/submission';
import type { Wish } from './check-input';
import type { Line } from './input';
import { count } from './output';

/** URLs of one kind and label go together. */
export interface Retry {
  readonly wish: Wish;
  readonly lines: readonly Line[];
  /** The tasks the URLs are of; their URLs as they are submitted and answered. */
  readonly tasks: readonly { readonly id: string; readonly urls: readonly string[] }[];
}

/** A task that can not be retried, and why: a whole line that names it. */
export interface Skipped {
  readonly id: string;
  readonly reason: string;
}

export interface Planned {
  readonly retries: readonly Retry[];
  readonly skipped: readonly Skipped[];
}

/**
 * The rules, in this order:
 * 1. Only a task that has failed has URLs to submit again.
 * 2. Slack must have been told: a retry is noted on `done`, where the task is only then.
 * 3. It must be known what they were submitted as.
 * 4. Of a task with many failed URLs only the first few are kept: `partial` says that they will do.
 * 5. Every URL must be one that can be submitted.
 */
export function planRetries(tasks: readonly Listed[], partial: boolean): Planned {
  const skipped: Skipped[] = [];
  const groups = new Map<string, { wish: Wish; lines: Line[]; tasks: Retry['tasks'][number][] }>();
  for (const listed of tasks) {
    const { id } = listed;
    const plan = planTask(listed, partial);
    if ('reason' in plan) {
      skipped.push({ id, reason: plan.reason });
      continue;
    }
    const { kind, label, given, urls } = plan;
    const key = JSON.stringify([kind, label]);
    const group = groups.get(key) ?? { wish: wishFor(kind, label), lines: [], tasks: [] };
    groups.set(key, group);
    for (const text of given) group.lines.push({ text, from: `task ${clean(id)}` });
    group.tasks.push({ id, urls });
  }
  return { retries: [...groups.values()], skipped };
}

interface TaskPlan {
  readonly kind: Kind;
  readonly label: string | undefined;
  readonly given: readonly string[];
  readonly urls: readonly string[];
}

function planTask(listed: Listed, partial: boolean): TaskPlan | { readonly reason: string } {
  const id = clean(listed.id);
  if (listed.state !== 'owed' && listed.state !== 'done') return { reason: `${id} ${WHY_NOT[listed.state]}` };
  const { ending, label, kind: submittedAs } = listed.task;
  if (ending.outcome !== 'failed') {
    return { reason: `${id} ended as ${ending.outcome}: it has no failed URLs to submit again` };
  }
  if (listed.state === 'owed') {
    const told = 'told' in listed.task && listed.task.told?.length;
    return {
      reason: told
        ? `one of the two webhooks has yet to hear of ${id}: see the log of the poller, or cdn-tasks doctor`
        : `Slack has yet to be told of ${id}; run cdn-tasks poll first`,
    };
  }
  const kind = kindOf(submittedAs);
  if (kind === undefined) {
    return { reason: `${id} is of unknown kind: submit its URLs with "cdn-tasks refresh" or "cdn-tasks preload"` };
  }
  const given = ending.urls.filter((url) => !url.endsWith('…'));
  if (given.length === 0) {
    return { reason: `${id} has no URL that was kept whole: submit its URLs from where you have them` };
  }
  if (given.length < ending.failed && !partial) {
    return {
      reason: `${id} has ${count(ending.failed, 'failed URL')}, of which only ${given.length} are kept: submit them from where you have them, or only these with --partial`,
    };
  }
  const urls: string[] = [];
  for (const url of given) {
    const checked = checkUrl(url, kind);
    if ('fault' in checked) {
      return { reason: `${id} has a URL that can not be submitted, it ${checked.fault}: ${clean(cut(url, 120))}` };
    }
    urls.push(checked.url);
  }
  return { kind, label, given, urls };
}

const WHY_NOT = {
  pending: 'is still being watched: it has not ended yet',
  dead: 'is on dead: have it watched again with "cdn-tasks requeue"',
  unreadable: 'has a row that can not be read: see "cdn-tasks show"',
} as const;

/** Ours, or the CDN's own ObjectType: `ignoreparams` is `ignore-params` there. */
function kindOf(given: string | undefined): Kind | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '');
  return [...REFRESH_KINDS, 'preload' as const].find((kind) => plain(kind) === plain(given ?? ''));
}

function wishFor(kind: Kind, label: string | undefined): Wish {
  const labelled = label === undefined ? {} : { label };
  return kind === 'preload' ? { verb: 'preload', ...labelled } : { verb: 'refresh', type: kind, ...labelled };
}
