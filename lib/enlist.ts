/** Puts the tasks of a call on the list, and says of each whether it is there. */
import { TablestoreError } from './errors';
import { type Log, loggable } from './log';
import type { SubmitCall, SubmittedTask } from './submission';
import type { Additions } from './submit-ports';
import type { Waiting } from './task';

export interface Enlisting {
  readonly additions: Additions;
  readonly log: Log;
}

/**
 * Never throws: a task the CDN has made must not be lost with an exception. Ids that are not on the list are in the answer and
 * in one log line.
 * @param call the call that made them; absent for tasks that were made elsewhere
 */
export async function enlist(
  rows: readonly Waiting[],
  call: SubmitCall | undefined,
  { additions, log }: Enlisting,
): Promise<SubmittedTask[]> {
  const results = await additions.add(rows).catch((error: unknown) => {
    if (error instanceof TablestoreError) return error;
    throw error;
  });
  const listed = rows.map(({ id }) => (results instanceof TablestoreError ? results : (results.get(id) ?? 'already')));
  const error = listed.find((result) => result instanceof TablestoreError);
  const tasks = rows.map(({ id }, i): SubmittedTask => {
    const result = listed[i];
    return {
      id,
      ...(call && { kind: call.kind }),
      urls: call?.urls.length ?? 0,
      listed: result === 'added' || result === 'already' ? result : 'unlisted',
    };
  });
  const ids = tasks.filter((task) => task.listed === 'unlisted').map(({ id }) => id);
  if (ids.length > 0) log.error({ ...loggable(error), ids }, 'tasks not put on the list: submit these ids with watch');
  return tasks;
}
