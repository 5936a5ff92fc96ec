/** The list in Tablestore, through the tablestore package: one table, key [list, id]. */
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { Change, TaskList } from '../ports';
import type { Owed, Task } from '../task';
import { answeredAt } from './tablestore-answers';
import { createBatches, failures, type RowWrite, throwFirst } from './tablestore-batches';
import type { TablestoreClient } from './tablestore-client';
import { always, exists, unchanged } from './tablestore-conditions';
import { createLeaseRow } from './tablestore-lease';
import { toPage } from './tablestore-pages';
import { toColumns } from './tablestore-rows';
import { createTold } from './tablestore-told';
import { keyOf, puts, updates } from './tablestore-values';

/** A dead row keeps this much of what could not be read. Characters. */
const DEAD_LENGTH = 50_000;

/**
 * Rows of a page: the service would give 5,000. A task's rows, decoded, take some kilobytes, and a page is asked about for half a
 * minute.
 */
const PAGE_ROWS = 1_000;

/** @param tableName the table to use; each key is [list, id], both text */
export function createTaskList(client: TablestoreClient, tableName: string): TaskList {
  const batches = createBatches(client, tableName);

  return {
    async read(from) {
      const range = await client.request('GetRange', (sdk) =>
        sdk.getRange({
          tableName,
          direction: TS.Direction.FORWARD,
          // `lease` sorts just before `pending`: one range holds both.
          inclusiveStartPrimaryKey:
            from === undefined ? [{ list: 'lease' }, { id: TS.INF_MIN }] : keyOf('pending', from),
          exclusiveEndPrimaryKey: [{ list: 'pending' }, { id: TS.INF_MAX }],
          maxVersions: 1,
          limit: PAGE_ROWS,
        }),
      );
      const at = from === undefined ? answeredAt(range) : undefined;
      return { ...toPage(range), ...(at !== undefined && { at }) };
    },

    ...createLeaseRow(batches),
    ...createTold(batches),

    async save(changes) {
      const results = await batches.writeAll(changes, toUpdate);
      const ids = new Set(changes.filter((_, i) => results[i] === 'written').map(({ after }) => after.id));
      // The condition also fails on a repetition whose first attempt took effect: look whose write it was.
      const contested = changes.filter((_, i) => results[i] === 'condition').map(({ after }) => after);
      const ours = await writtenByUs(contested).catch((error: TablestoreError) => error);
      if (ours instanceof TablestoreError) return { ids, lost: 0, failed: [...failures(results), ours] };
      for (const { id } of ours) ids.add(id);
      return { ids, lost: contested.length - ours.length, failed: failures(results) };
    },

    async recorded(owed) {
      const rows = await batches.get(
        'done',
        owed.map(({ id }) => id),
        ['settled'],
      );
      return new Set(owed.filter(({ id, settled }) => rows.get(id)?.settled === settled).map(({ id }) => id));
    },

    async archive(owed, { at, digest }) {
      const results = await batches.writeAll(owed, (task) => ({
        // An update, for a task that is told a second time: what else stands in its row stays.
        type: 'UPDATE',
        primaryKey: keyOf('done', task.id),
        condition: always(),
        attributeColumns: updates({ ...toColumns(task), state: 'done', announced: at, digest }),
      }));
      // Only what is recorded may go: a row that is neither on `done` nor on `pending` would be lost from sight.
      await remove(owed.filter((_, i) => results[i] === 'written'));
      throwFirst(results);
    },

    drop: remove,

    async bury(rows) {
      const dead = rows.map((row) => ('task' in row ? { ...row, id: row.task.id, columns: toColumns(row.task) } : row));
      const results = await batches.write(
        dead.map(({ id, reason, columns }) => ({
          type: 'PUT',
          primaryKey: keyOf('dead', id),
          condition: always(),
          attributeColumns: puts({ reason, row: JSON.stringify(columns).slice(0, DEAD_LENGTH) }),
        })),
      );
      const buried = dead.filter((_, i) => results[i] === 'written');
      const removed = await batches.write(
        buried.map(({ id }) => ({ type: 'DELETE', primaryKey: keyOf('pending', id), condition: exists() })),
      );
      throwFirst([...results, ...removed]);
    },
  };

  async function writtenByUs(tasks: readonly Task[]): Promise<readonly Task[]> {
    const ids = tasks.map(({ id }) => id);
    const rows = await batches.get('pending', ids, ['state', 'epoch']);
    return tasks.filter(({ id, state, epoch }) => {
      const row = rows.get(id);
      return (row?.state ?? 'waiting') === state && row?.epoch === epoch;
    });
  }

  async function remove(owed: readonly Owed[]): Promise<void> {
    const results = await batches.writeAll(owed, (task) => ({
      type: 'DELETE',
      primaryKey: keyOf('pending', task.id),
      condition: unchanged(task, task.epoch),
    }));
    throwFirst(results);
  }
}

/** Writes only the columns that change: whatever a person added to the row stays. */
function toUpdate({ before, after }: Change): RowWrite {
  const old = toColumns(before);
  // What was told of a task is of its last end: a row that a person set back may still have it.
  const anew = before.state === after.state ? ['state'] : ['state', 'told'];
  const changed = Object.entries(toColumns(after)).filter(
    ([name, value]) => value !== old[name] || anew.includes(name),
  );
  return {
    type: 'UPDATE',
    primaryKey: keyOf('pending', after.id),
    condition: unchanged(before, after.epoch),
    attributeColumns: updates(Object.fromEntries(changed)),
  };
}
