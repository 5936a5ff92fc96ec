/** Reads the whole list, and clears away what needs no asking: rows nobody can read, and tasks that were told already. */
import { type Log, loggable } from './log';
import type { Page, TaskList } from './ports';
import type { Owed, Waiting } from './task';

export interface Rows {
  readonly waiting: readonly Waiting[];
  /** Owed by earlier sweeps, and not recorded as told. */
  readonly untold: readonly Owed[];
  /** How many rows can't be read; they were moved to `dead`. */
  readonly unreadable: number;
  /** How many tasks an earlier sweep told and recorded, but did not take off the list; that was done now. */
  readonly toldBefore: number;
}

export interface Reading {
  readonly list: TaskList;
  readonly log: Log;
}

/** @throws {TablestoreError} when a page could not be read */
export async function readAll(first: Page, { list, log }: Reading): Promise<Rows> {
  const pages = [first];
  for (let page = first; page.next !== undefined; pages.push(page)) page = await list.read(page.next);

  const tasks = pages.flatMap((page) => page.tasks);
  const owed = tasks.filter((task) => task.state === 'owed');
  const unreadable = pages.flatMap((page) => page.unreadable);

  for (const { id, reason } of unreadable.slice(0, 50)) log.error({ id, reason }, 'row can not be read: moved to dead');
  await list.bury(unreadable).catch((error) => log.error(loggable(error), 'rows not moved to dead'));

  const recorded = await list.recorded(owed).catch((error) => {
    // Whether they were told is not known, so they wait: a late message is better than a second one.
    log.error(loggable(error), 'owed tasks not looked up');
    return undefined;
  });
  const toldBefore = owed.filter(({ id }) => recorded?.has(id));
  await list.drop(toldBefore).catch((error) => log.error(loggable(error), 'told tasks not taken off the list'));

  return {
    waiting: tasks.filter((task) => task.state === 'waiting'),
    untold: recorded ? owed.filter(({ id }) => !recorded.has(id)) : [],
    unreadable: unreadable.length,
    toldBefore: toldBefore.length,
  };
}
