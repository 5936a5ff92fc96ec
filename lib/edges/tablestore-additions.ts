/** Puts tasks on the list, and leaves those alone that are there already. */
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { Additions } from '../ports';
import type { Batches } from './tablestore-batches';
import { toColumns } from './tablestore-rows';
import { keyOf, puts } from './tablestore-values';

export function createAdditions(batches: Batches): Additions {
  return {
    async add(tasks, again) {
      const told = again
        ? await batches.get(
            'done',
            tasks.map(({ id }) => id),
            ['submission'],
          )
        : new Map();
      const isOld = (id: string, submission: string | undefined) =>
        told.has(id) && told.get(id)?.submission === submission;
      const fresh = tasks.filter(({ id, submission }) => !isOld(id, submission));
      const results = await batches.write(
        fresh.map((task) => ({
          type: 'PUT',
          primaryKey: keyOf('pending', task.id),
          condition: new TS.Condition(TS.RowExistenceExpectation.EXPECT_NOT_EXIST, null),
          attributeColumns: puts(toColumns(task)),
        })),
      );
      const failed = results.find((result) => result instanceof TablestoreError);
      if (failed instanceof TablestoreError) throw failed;

      // A row that is there may have been put by the attempt whose answer was lost.
      const there = fresh.filter((_, i) => results[i] === 'condition');
      const rows = await batches.get(
        'pending',
        there.map(({ id }) => id),
        ['list', 'submission'],
      );
      const ours = new Set(
        there.filter(({ id, submission }) => rows.get(id)?.submission === submission).map(({ id }) => id),
      );
      const written = new Set(fresh.filter(({ id }, i) => results[i] === 'written' || ours.has(id)));
      return new Map(tasks.map((task) => [task.id, written.has(task) ? 'added' : 'already']));
    },
  };
}
