/** One task of any list as JSON: times as ISO text, durations in ms. What is undefined is left out. */
import type { Listed } from '../lib/edges/tablestore-listed';
import type { Ending, Task } from '../lib/task';
import { iso } from './times';

export function rowJson(listed: Listed): object {
  const { state, id } = listed;
  switch (state) {
    case 'unreadable':
      return { state, id, list: listed.list, reason: listed.reason };
    case 'dead':
      return { state, id, reason: listed.reason, row: listed.row };
    case 'pending':
      return { state, ...known(listed.task), ...(listed.task.overdue && { overdue: true }) };
    case 'owed':
      return { state, ...known(listed.task), ...end(listed.task) };
    case 'done': {
      const { task, announced, digest, retried } = listed;
      return { state, ...known(task), ...end(task), announced: iso(announced), digest, retried };
    }
    default:
      return state satisfies never;
  }
}

/** The URLs that failed are the first few, as far as they are kept. */
export function endingJson({ outcome, reasons, total, failed, urls, took }: Ending): object {
  return { outcome, reasons, total, failed, ...(outcome === 'failed' && { failedUrls: urls }), took };
}

function known({ id, label, submission, kind, urls, added }: Task): object {
  return { id, label, submission, kind, urls, added: iso(added) };
}

function end({ settled, ending }: Extract<Task, { state: 'owed' }>): object {
  return { settled: iso(settled), ...endingJson(ending) };
}
