/** Reads the whole list, and clears away the rows nobody can read. */
import { type Log, loggable } from './log';
import type { Page, TaskList } from './ports';
import type { Owed, Waiting } from './task';

export interface Rows {
  readonly waiting: readonly Waiting[];
  /** Settled by earlier sweeps, the oldest first. */
  readonly owed: readonly Owed[];
  /** How many rows can't be read; they were moved to `dead`. */
  readonly unreadable: number;
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
  const unreadable = pages.flatMap((page) => page.unreadable);
  for (const { id, reason } of unreadable.slice(0, 50)) log.error({ id, reason }, 'row can not be read: moved to dead');
  await list.bury(unreadable).catch((error) => log.error(loggable(error), 'rows not moved to dead'));

  return {
    waiting: tasks.filter((task) => task.state === 'waiting'),
    owed: tasks.filter((task) => task.state === 'owed').sort((a, b) => a.settled - b.settled),
    unreadable: unreadable.length,
  };
}
