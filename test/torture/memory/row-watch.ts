/** Watches the rows of the list: states never go backwards, an outcome is final, no older sweep writes over a newer one, no row vanishes. */
import type { Task } from '../../../lib/task';
import type { MemoryList } from '../../support/memory-list';

export function watchRows({ pending, done, dead }: MemoryList, breach: (what: string) => void): void {
  const set = pending.set.bind(pending);
  const remove = pending.delete.bind(pending);
  pending.set = (id, row) => {
    const was = pending.get(id);
    if (was && 'state' in was && 'state' in row) {
      if (row.epoch < was.epoch) breach(`${id}: epoch ${row.epoch} wrote over ${was.epoch}`);
      if (!isForward(was, row)) breach(`${id} went from ${stateOf(was)} to ${stateOf(row)}`);
    }
    return set(id, row);
  };
  pending.delete = (id) => {
    if (!done.has(id) && !dead.has(id)) breach(`${id} was taken off the list and is nowhere`);
    return remove(id);
  };
}

function isForward(was: Task, is: Task): boolean {
  if (was.state === 'waiting') return is.state === 'owed' || was.overdue !== 'told' || is.overdue === 'told';
  return is.state === 'owed' && is.ending.outcome === was.ending.outcome && is.settled === was.settled;
}

function stateOf(task: Task): string {
  return task.state === 'owed' ? `${task.state}, ${task.ending.outcome}` : task.state;
}
