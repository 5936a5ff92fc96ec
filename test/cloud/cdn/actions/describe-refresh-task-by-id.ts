/** DescribeRefreshTaskById: the state of up to ten tasks, one entry a URL. */
import type { Account } from '../account';
import { DESCRIBE_IDS_A_CALL } from '../limits';
import { invalid } from '../refusal';
import type { Reply } from '../reply';
import { type Params, required, taskIdsOf } from '../request';
import type { EntryReport } from '../tasks';

export function describeRefreshTaskById(params: Params, { tasks, shape }: Account): Reply {
  required(params, 'TaskId');
  const ids = taskIdsOf(params);
  if (ids.length > DESCRIBE_IDS_A_CALL) {
    throw invalid('TaskId', `A maximum of ${DESCRIBE_IDS_A_CALL} task IDs are supported for each request.`);
  }
  if (ids.some((id) => id === '' || tasks.refuses(id))) throw invalid('TaskId');
  const entries = [...new Set(ids)].flatMap((id) => tasks.report(id)).map(asEntry);
  return { Tasks: shape === 'nested' ? { CDNTask: entries } : entries, TotalCount: entries.length };
}

function asEntry({ taskId, url, objectType, created, step }: EntryReport): Reply {
  return {
    CreationTime: `${new Date(created).toISOString().slice(0, 19)}Z`,
    Description: step.description ?? '',
    ObjectPath: url,
    ObjectType: objectType,
    Process: step.process,
    Status: step.status,
    TaskId: taskId,
  };
}
