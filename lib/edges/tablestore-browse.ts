/** The lists in Tablestore for people: all of a list, one task wherever it is, and the few things a person may change. */
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { Waiting } from '../task';
import { createBatches, type RowWrite } from './tablestore-batches';
import type { TablestoreClient } from './tablestore-client';
import { exists } from './tablestore-conditions';
import { idAndColumns, LISTS, type Listed, type ListName, toListed } from './tablestore-listed';
import { toColumns } from './tablestore-rows';
import { keyOf, puts, updates } from './tablestore-values';

/** All methods throw {TablestoreError}. */
export interface Browse {
  /** All rows of a list in the order of their ids. */
  read(list: ListName): Promise<Listed[]>;
  /** The tasks with these ids; one that is on several lists is given from `pending`, else `done`, else `dead`. */
  find(ids: readonly string[]): Promise<Map<string, Listed>>;
  /** Takes a task off `pending`; false when it is not there. */
  forget(id: string): Promise<boolean>;
  /** Moves a task from `dead` back to `pending`; false when there is one on `pending` already, and nothing was done. */
  requeue(task: Waiting): Promise<boolean>;
  /**
   * Notes on `done` that the failed URLs of these tasks were submitted again.
   * @returns the ids that could not be marked: they are not on `done`, or their row could not be written
   */
  markRetried(ids: readonly string[], submission: string): Promise<string[]>;
}

export function createBrowse(client: TablestoreClient, tableName: string): Browse {
  const batches = createBatches(client, tableName);

  return {
    async read(list) {
      const found: Listed[] = [];
      let from: TS.PrimaryKeyInput | undefined = [{ list }, { id: TS.INF_MIN }];
      while (from) {
        const inclusiveStartPrimaryKey: TS.PrimaryKeyInput = from;
        const page = await client.request('GetRange', (sdk) =>
          sdk.getRange({
            tableName,
            direction: TS.Direction.FORWARD,
            inclusiveStartPrimaryKey,
            exclusiveEndPrimaryKey: [{ list }, { id: TS.INF_MAX }],
            maxVersions: 1,
          }),
        );
        for (const { id, columns } of page.rows.map(idAndColumns)) found.push(toListed(list, id, columns));
        from = page.nextStartPrimaryKey?.map(({ name, value }) => ({ [name]: value }));
      }
      return found;
    },

    async find(ids) {
      const found = new Map<string, Listed>();
      // A row is put on its new list before it leaves the old one. `pending` once more, for one that was requeued meanwhile.
      for (const list of [...LISTS, 'pending'] as const) {
        const missing = ids.filter((id) => !found.has(id));
        for (const [id, columns] of await batches.get(list, missing)) found.set(id, toListed(list, id, columns));
      }
      return found;
    },

    async forget(id) {
      const there = (await batches.get('pending', [id], ['list'])).has(id);
      await write({ type: 'DELETE', primaryKey: keyOf('pending', id), condition: exists() });
      return there;
    },

    async requeue(task) {
      const columns = toColumns(task);
      const added = await write({
        type: 'PUT',
        primaryKey: keyOf('pending', task.id),
        condition: new TS.Condition(TS.RowExistenceExpectation.EXPECT_NOT_EXIST, null),
        attributeColumns: puts(columns),
      });
      // The row that is there may be our own, after an attempt whose answer was lost.
      const there = added ? undefined : (await batches.get('pending', [task.id])).get(task.id);
      if (there && Object.entries(columns).some(([name, value]) => there[name] !== value)) return false;
      await write({ type: 'DELETE', primaryKey: keyOf('dead', task.id), condition: exists() });
      return true;
    },

    async markRetried(ids, submission) {
      const rows = ids.map<RowWrite>((id) => ({
        type: 'UPDATE',
        primaryKey: keyOf('done', id),
        condition: exists(),
        attributeColumns: updates({ retried: submission }),
      }));
      const results = await batches.write(rows);
      return ids.filter((_, i) => results[i] !== 'written');
    },
  };

  /** False when the row was not as the condition wants it. */
  async function write(row: RowWrite): Promise<boolean> {
    const [result] = await batches.write([row]);
    if (result instanceof TablestoreError) throw result;
    return result === 'written';
  }
}
