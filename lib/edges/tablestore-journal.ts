/** The journal of submissions: the list `submission` of the same table, one row a submission, one column a call. */
import TS from 'tablestore';
import * as v from 'valibot';
import { TablestoreError } from '../errors';
import { REFRESH_KINDS } from '../submission';
import type { CallRecord, Journal } from '../submit-ports';
import type { Batches, RowWrite } from './tablestore-batches';
import { keyOf, updates } from './tablestore-values';

export function createJournal(batches: Batches): Journal {
  return {
    async open(submission, now) {
      await write(submission, { opened: now }, new TS.Condition(TS.RowExistenceExpectation.EXPECT_NOT_EXIST, null));
      const row = await read(submission);
      return new Map(
        Object.entries(row).flatMap(([column, value]) => {
          const call = /^call_(\d+)$/.exec(column)?.[1];
          return call === undefined ? [] : [[Number(call), readRecord(value)] as const];
        }),
      );
    },

    async claim(submission, call, owner) {
      const mine = JSON.stringify({ kind: 'begun', owner });
      // Equal to nothing that is ever written: so it holds only while the column is missing.
      const unclaimed = new TS.SingleColumnCondition(`call_${call}`, '', TS.ComparatorType.EQUAL, true);
      const condition = new TS.Condition(TS.RowExistenceExpectation.EXPECT_EXIST, unclaimed);
      if (await write(submission, { [`call_${call}`]: mine }, condition)) return true;
      // A repetition after a lost answer fails on what the first attempt wrote.
      return (await read(submission))[`call_${call}`] === mine;
    },

    async note(submission, call, record) {
      await write(
        submission,
        { [`call_${call}`]: JSON.stringify(record) },
        new TS.Condition(TS.RowExistenceExpectation.EXPECT_EXIST, null),
      );
    },
  };

  async function write(
    id: string,
    columns: Record<string, string | number>,
    condition: TS.Condition,
  ): Promise<boolean> {
    const row: RowWrite = {
      type: 'UPDATE',
      primaryKey: keyOf('submission', id),
      condition,
      attributeColumns: updates(columns),
    };
    const [result] = await batches.write([row]);
    if (result instanceof TablestoreError) throw result;
    return result === 'written';
  }

  async function read(id: string): Promise<Readonly<Record<string, unknown>>> {
    return (await batches.get('submission', [id])).get(id) ?? {};
  }
}

const Record = v.variant('kind', [
  v.object({ kind: v.literal('begun') }),
  v.object({
    kind: v.literal('made'),
    tasks: v.array(
      v.object({
        id: v.string(),
        kind: v.exactOptional(v.picklist([...REFRESH_KINDS, 'preload'])),
        urls: v.number(),
        listed: v.picklist(['added', 'already', 'unlisted']),
      }),
    ),
  }),
  v.object({ kind: v.literal('failed'), code: v.string(), reason: v.string() }),
]);

/** What can't be read counts as begun: then nobody makes the call a second time. */
function readRecord(text: unknown): CallRecord {
  try {
    return v.parse(Record, JSON.parse(String(text)));
  } catch {
    return { kind: 'begun' };
  }
}
