/** What was told of submissions that had not ended: the list `told`, one row a submission, one column a message. */
import * as v from 'valibot';
import type { TaskList } from '../ports';
import { NOTHING_TOLD, sum } from '../steps/tally';
import type { Tally } from '../task';
import { type Batches, throwFirst } from './tablestore-batches';
import { always } from './tablestore-conditions';
import type { Columns } from './tablestore-rows';
import { keyOf, updates } from './tablestore-values';

export function createTold(batches: Batches): Pick<TaskList, 'addTold' | 'told'> {
  return {
    async addTold(digest, told) {
      const results = await batches.write(
        [...told].map(([submission, tally]) => ({
          type: 'UPDATE',
          primaryKey: keyOf('told', submission),
          condition: always(),
          // A column of its own: what is written twice counts once.
          attributeColumns: updates({ [`told_${digest}`]: JSON.stringify(tally) }),
        })),
      );
      throwFirst(results);
    },

    async told(submissions) {
      const rows = await batches.get('told', submissions);
      return new Map([...rows].map(([submission, columns]) => [submission, tallyIn(columns)]));
    },
  };
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Row = v.object({
  urls: v.object({ complete: count, failed: count, missing: count, expired: count, rejected: count }),
  tasks: count,
  kinds: v.optional(v.array(v.string()), []),
  from: v.exactOptional(v.number()),
  until: v.exactOptional(v.number()),
});

/** A column that can't be read is left out: it is about the wording of one message. */
function tallyIn(columns: Columns): Tally {
  return Object.entries(columns)
    .filter(([name]) => name.startsWith('told_'))
    .flatMap(([, value]) => {
      const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Row), value);
      return result.success ? [result.output] : [];
    })
    .reduce<Tally>(sum, NOTHING_TOLD);
}
