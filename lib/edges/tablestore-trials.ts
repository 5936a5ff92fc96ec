/** Tries what may be done with the table, without changing anything in it. */
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { RowTrials } from '../trials';
import { createBatches } from './tablestore-batches';
import type { TablestoreClient } from './tablestore-client';
import { keyOf } from './tablestore-values';

/** No row has this key. */
const LIST = 'check';
const ID = 'none';

export function createRowTrials(client: TablestoreClient, tableName: string): RowTrials {
  const batches = createBatches(client, tableName);
  return {
    async getRange() {
      await client.request('GetRange', (sdk) =>
        sdk.getRange({
          tableName,
          direction: TS.Direction.FORWARD,
          inclusiveStartPrimaryKey: [{ list: 'pending' }, { id: TS.INF_MIN }],
          exclusiveEndPrimaryKey: [{ list: 'pending' }, { id: TS.INF_MAX }],
          limit: 1,
          maxVersions: 1,
        }),
      );
    },

    async batchGetRow() {
      await batches.get(LIST, [ID], ['list']);
    },

    async batchWriteRow() {
      // Should somebody have typed in such a row, it stays: its column can't be what is asked for.
      const never = new TS.SingleColumnCondition('check', 'nothing is written', TS.ComparatorType.EQUAL, false);
      const condition = new TS.Condition(TS.RowExistenceExpectation.EXPECT_EXIST, never);
      const [result] = await batches.write([{ type: 'DELETE', primaryKey: keyOf(LIST, ID), condition }]);
      if (result instanceof TablestoreError) throw result;
    },
  };
}
