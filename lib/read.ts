/** Reads the whole list, and clears away what needs no asking: rows nobody can read, and tasks that were told already. */
import { type Log, loggable } from './log';
import type { Page, TaskList } from './ports';
import type { Owed, Waiting } from './task';

/** Owed tasks one sweep looks after: after a long silence of Slack there can be more than there is time for. */
const MOST_OWED = 2_000;

export interface Rows {
  readonly waiting: readonly Waiting[];
  /** Owed by earlier sweeps, and not recorded as told: the oldest, as many as one sweep can tell. */
  readonly untold: readonly Owed[];
  /** How many more are owed: too many for this sweep, or it could not be seen whether they were told. */
  readonly owedLater: number;
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
  const allOwed = tasks.filter((task) => task.state === 'owed').sort((a, b) => a.settled - b.settled);
  const owed = allOwed.slice(0, MOST_OWED);
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

  const untold = recorded ? owed.filter(({ id }) => !recorded.has(id)) : [];
  return {
    waiting: tasks.filter((task) => task.state === 'waiting'),
    untold,
    owedLater: allOwed.length - untold.length - toldBefore.length,
    unreadable: unreadable.length,
    toldBefore: toldBefore.length,
  };
}
