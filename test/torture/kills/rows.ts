/** What the table knows of each task. */
import type { Audience } from '../../../lib/task';
import type { Rows } from './cloud';
import type { Named } from './told';

type Row = Rows[number];

/** The rows of one task, by the list they are on: for a moment it can be on two. */
export interface Lists {
  pending?: Row;
  done?: Row;
  dead?: Row;
}

export function rowsById(rows: Rows): Map<string, Lists> {
  const found = new Map<string, Lists>();
  for (const row of rows) {
    if (row.list !== 'pending' && row.list !== 'done' && row.list !== 'dead') continue;
    const id = String(row.id);
    found.set(id, { ...found.get(id), [row.list]: row });
  }
  return found;
}

/** Whether it is written down that this audience was told this. */
export function isRecorded({ pending, done, dead }: Lists, to: Audience, { as }: Named): boolean {
  // That a task takes too long is not told any more when it has ended.
  if (as === 'overdue') return pending === undefined || pending.state === 'owed' || pending.overdue === 'told';
  return done !== undefined || dead !== undefined || String(pending?.told).split(',').includes(to);
}

export function outcomeOf(row: Row | undefined): string | undefined {
  return row?.ending === undefined ? undefined : (JSON.parse(String(row.ending)) as { outcome: string }).outcome;
}
