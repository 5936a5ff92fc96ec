/** A page of rows as the package gives it, read as lease, tasks, and rows nobody can read. */
import type TS from 'tablestore';
import type { Page, Unreadable } from '../ports';
import type { Task } from '../task';
import { type Columns, readLease, readTask } from './tablestore-rows';
import { readColumns } from './tablestore-values';

/** The id of the one row in the list `lease`. */
export const LEASE_ID = 'poll';

export function toPage({ rows: raw, nextStartPrimaryKey }: TS.GetRangeResult): Page {
  const rows = raw.map(toRow);
  const next = nextStartPrimaryKey?.find(({ name }) => name === 'id')?.value;
  const lease = rows.find(({ list, id }) => list === 'lease' && id === LEASE_ID);
  const tasks: Task[] = [];
  const unreadable: Unreadable[] = [];
  for (const { list, id, columns } of rows) {
    if (list !== 'pending') continue;
    const read = readTask(id, columns);
    if ('reason' in read) unreadable.push(read);
    else tasks.push(read);
  }
  return {
    ...(lease && { lease: readLease(lease.columns) }),
    tasks,
    unreadable,
    ...(next !== undefined && { next: String(next) }),
  };
}

interface Row {
  readonly list: string;
  readonly id: string;
  readonly columns: Columns;
}

function toRow({ primaryKey, attributes }: TS.Row): Row {
  const key = Object.fromEntries((primaryKey ?? []).map(({ name, value }) => [name, value]));
  return { list: String(key.list), id: String(key.id), columns: readColumns(attributes) };
}
