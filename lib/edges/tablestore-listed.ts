/** A row of any list as a person wants to see it. */
import type TS from 'tablestore';
import type { Owed, Waiting } from '../task';
import { type Columns, readTask } from './tablestore-rows';
import { readColumns } from './tablestore-values';

export const LISTS = ['pending', 'done', 'dead'] as const;
export type ListName = (typeof LISTS)[number];

/** Times are ms since 1970. */
export type Listed =
  | { readonly state: 'pending'; readonly id: string; readonly task: Waiting }
  | { readonly state: 'owed'; readonly id: string; readonly task: Owed }
  | {
      readonly state: 'done';
      readonly id: string;
      readonly task: Owed;
      /** When Slack was told. */
      readonly announced?: number;
      readonly digest?: string;
      /** The submission in which its failed URLs were submitted again. */
      readonly retried?: string;
    }
  | {
      readonly state: 'dead';
      readonly id: string;
      readonly reason: string;
      /** What the row held before, as JSON; cut off when it was very long. */
      readonly row: string;
    }
  | { readonly state: 'unreadable'; readonly id: string; readonly list: ListName; readonly reason: string };

export function toListed(list: ListName, id: string, columns: Columns): Listed {
  if (list === 'dead') return { state: 'dead', id, reason: textOf(columns.reason), row: textOf(columns.row) };
  // A row on `done` is an owed one that has been told.
  const task = readTask(id, list === 'done' ? { ...columns, state: 'owed' } : columns);
  if ('reason' in task) return { state: 'unreadable', id, list, reason: task.reason };
  if (task.state === 'waiting') return { state: 'pending', id, task };
  if (list === 'pending') return { state: 'owed', id, task };
  const { announced, digest, retried } = columns;
  return {
    state: 'done',
    id,
    task,
    ...(typeof announced === 'number' && { announced }),
    ...(typeof digest === 'string' && { digest }),
    ...(typeof retried === 'string' && { retried }),
  };
}

export function idAndColumns({ primaryKey, attributes }: TS.Row): { id: string; columns: Columns } {
  const id = primaryKey?.find(({ name }) => name === 'id')?.value;
  return { id: String(id), columns: readColumns(attributes) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
