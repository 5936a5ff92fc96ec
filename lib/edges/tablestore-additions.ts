/** Puts tasks on the list, and leaves those alone that are there already. */
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { Additions } from '../submit-ports';
import type { Waiting } from '../task';
import type { Batches } from './tablestore-batches';
import { toColumns } from './tablestore-rows';
import { keyOf, puts } from './tablestore-values';

export function createAdditions(batches: Batches): Additions {
  return {
    async add(tasks) {
      const results = await batches.write(
        tasks.map((task) => ({
          type: 'PUT',
          primaryKey: keyOf('pending', task.id),
          condition: new TS.Condition(TS.RowExistenceExpectation.EXPECT_NOT_EXIST, null),
          attributeColumns: puts(toColumns(task)),
        })),
      );
      // A row that is there may have been put by the attempt whose answer was lost.
      const there = tasks.filter((_, i) => results[i] === 'condition').map(({ id }) => id);
      const rows = await batches.get('pending', there, ['list', 'submission']);
      const said = ({ id, submission }: Waiting, i: number) => {
        const result = results[i];
        if (result instanceof TablestoreError) return result;
        return result === 'written' || rows.get(id)?.submission === submission ? 'added' : 'already';
      };
      return new Map(tasks.map((task, i) => [task.id, said(task, i)]));
    },
  };
}
