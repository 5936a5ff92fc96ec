/**
 * Reads the list page by page, while the CDN is asked about what has been read: only a page or two of it is in memory. Rows that
 * nobody can read are cleared away.
 */
import { createEarlier, type Earlier } from './earlier';
import { type Log, loggable } from './log';
import type { Page, TaskList } from './ports';
import { fillBatches } from './steps/batch';
import { divideAt } from './steps/round';
import type { Owed, Waiting } from './task';

export interface Reading {
  /** The waiting tasks, ten at a time, the last batch with what is left. To be gone through once, and to its end. */
  readonly batches: AsyncIterable<Waiting[]>;
  /** What has been found besides, as far as the list has been read. */
  found(): Found;
}

export interface Found {
  /** Rows of all kinds. */
  readonly rows: number;
  /** Settled by earlier sweeps. */
  readonly earlier: Earlier;
  /** How many rows can't be read; they were moved to `dead`. */
  readonly unreadable: number;
  /** Whether the whole list has been read. Not when there was no time for it, or a page could not be read. */
  readonly whole: boolean;
}

export interface ReadingWorld {
  readonly list: TaskList;
  readonly log: Log;
  /** Hears of an error that keeps everything from being told. */
  readonly trouble?: ((error: unknown) => void) | undefined;
}

export interface ReadingOptions {
  /** The last id asked by a sweep that ran out of time: reading begins behind it, and goes round. */
  readonly cursor: string | undefined;
  /** Whether there is time for another page. */
  readonly mayRead: () => boolean;
  /** Whether a settled task is one this sweep can deal with. */
  readonly tellable: (task: Owed) => boolean;
}

/** @param first the page at the head of the list, as read already */
export function createReading(first: Page, options: ReadingOptions, world: ReadingWorld): Reading {
  const { list, log, trouble } = world;
  const earlier = createEarlier(options.tellable);
  const counts = { rows: 0, unreadable: 0 };
  let whole = false;

  return { batches: batches(), found: () => ({ ...counts, earlier: earlier.found(), whole }) };

  async function* batches(): AsyncGenerator<Waiting[]> {
    let rest: Waiting[] = [];
    for await (const page of pages()) {
      const waiting = await take(page);
      const filled = fillBatches(rest, waiting);
      yield* filled.full;
      rest = filled.rest;
    }
    if (rest.length > 0) yield rest;
  }

  /** Each row once: those behind the cursor, then those before it. */
  async function* pages(): AsyncGenerator<Page> {
    const { cursor } = options;
    if (cursor === undefined) {
      whole = yield* onwards(first);
      return;
    }
    const { before, behind } = divide(first, cursor);
    if (isEmpty(behind) && first.next !== undefined) {
      const next = await read(cursor);
      if (!next) return;
      const ended = yield* onwards(divide(next, cursor).behind);
      if (!ended) return;
      whole = yield* onwards(before, cursor);
    } else {
      whole = yield* onwards(behind);
      if (whole) yield before;
    }
  }

  /**
   * @param last the row to stop behind; absent: the end of the list
   * @returns whether it came so far
   */
  async function* onwards(page: Page, last?: string): AsyncGenerator<Page, boolean> {
    for (let current: Page | undefined = page; current; ) {
      const { before, behind } = last === undefined ? { before: current, behind: undefined } : divide(current, last);
      yield before;
      if (current.next === undefined || (behind && !isEmpty(behind))) return true;
      current = await read(current.next);
    }
    return false;
  }

  /** What is read later than the first page is not worth losing the sweep over. */
  async function read(from: string): Promise<Page | undefined> {
    if (!options.mayRead()) return undefined;
    try {
      return await list.read(from);
    } catch (error) {
      log.error(loggable(error), 'the rest of the list could not be read: the next sweep goes on there');
      trouble?.(error);
      return undefined;
    }
  }

  async function take({ tasks, unreadable }: Page): Promise<Waiting[]> {
    counts.rows += tasks.length + unreadable.length;
    counts.unreadable += unreadable.length;
    for (const { id, reason } of unreadable.slice(0, 50))
      log.error({ id, reason }, 'row can not be read: moved to dead');
    if (unreadable.length > 0)
      await list.bury(unreadable).catch((error) => log.error(loggable(error), 'rows not moved to dead'));
    earlier.add(tasks.filter((task) => task.state === 'owed'));
    return tasks.filter((task) => task.state === 'waiting');
  }
}

function divide(page: Page, cursor: string): { readonly before: Page; readonly behind: Page } {
  const tasks = divideAt(page.tasks, cursor);
  const unreadable = divideAt(page.unreadable, cursor);
  return {
    before: { ...page, tasks: tasks.before, unreadable: unreadable.before },
    behind: { ...page, tasks: tasks.behind, unreadable: unreadable.behind },
  };
}

function isEmpty({ tasks, unreadable }: Page): boolean {
  return tasks.length + unreadable.length === 0;
}
