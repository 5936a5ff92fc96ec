/** Which failed URLs of which tasks can be submitted again, and as what. */
import type { Listed } from '../lib/edges/tablestore-listed';
import { clean } from '../lib/steps/text';
import { type Kind, REFRESH_KINDS } from '../lib/submission';
import type { Wish } from './check-input';
import type { Line } from './input';
import { count } from './output';

/** URLs of one kind and label go together. */
export interface Retry {
  readonly wish: Wish;
  readonly lines: readonly Line[];
  /** The tasks the URLs are of. */
  readonly tasks: readonly { readonly id: string; readonly urls: readonly string[] }[];
}

export interface Planned {
  readonly retries: readonly Retry[];
  /** Why tasks can not be retried, one line each. */
  readonly faults: readonly string[];
}

/**
 * The rules, in this order:
 * 1. Only a task that has failed has URLs to submit again.
 * 2. It must be known what they were submitted as.
 * 3. Of a task with many failed URLs only the first few are kept: `partial` says that they will do.
 */
export function planRetries(tasks: readonly Listed[], partial: boolean): Planned {
  const faults: string[] = [];
  const groups = new Map<string, { wish: Wish; lines: Line[]; tasks: Retry['tasks'][number][] }>();
  for (const listed of tasks) {
    const id = clean(listed.id);
    if (listed.state !== 'owed' && listed.state !== 'done') {
      faults.push(`${id} ${WHY_NOT[listed.state]}`);
      continue;
    }
    const { ending, label, kind: given } = listed.task;
    const kind = kindOf(given);
    const whole = ending.urls.filter((url) => !url.endsWith('…'));
    if (ending.outcome !== 'failed') {
      faults.push(`${id} ended as ${ending.outcome}: it has no failed URLs to submit again`);
    } else if (kind === undefined) {
      faults.push(`${id} is of unknown kind: submit its URLs with "cdn-tasks refresh" or "cdn-tasks preload"`);
    } else if (whole.length === 0) {
      faults.push(`${id} has no URL that was kept whole: submit its URLs from where you have them`);
    } else if (whole.length < ending.failed && !partial) {
      faults.push(
        `${id} has ${count(ending.failed, 'failed URL')}, of which only ${whole.length} are kept: submit them from where you have them, or only these with --partial`,
      );
    } else {
      const key = JSON.stringify([kind, label]);
      const group = groups.get(key) ?? { wish: wishFor(kind, label), lines: [], tasks: [] };
      groups.set(key, group);
      group.lines.push(...whole.map((text) => ({ text, from: `task ${id}` })));
      group.tasks.push({ id: listed.id, urls: whole });
    }
  }
  return { retries: [...groups.values()], faults };
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
