/** BatchGetRow: up to a hundred rows, each with its own result. */
import { readUnits } from '../capacity';
import { type KeyBound, plainKey, readWholeKey } from '../key';
import { maxBatchGetRows } from '../limits';
import type { Context } from '../operation';
import { writeRows } from '../plainbuffer/write';
import { readOne } from '../read-row';
import { invalid } from '../refusal';
import { type BatchResponse, type RowInBatchResponse, rowResult } from '../row-result';
import { readSelection, type Selection, type SelectionMessage } from '../selection';
import type { Table, TableNamed } from '../table';
import { checkTablesInBatch } from '../tables-in-batch';

export interface BatchGetRowRequest {
  tables?: (TableNamed & SelectionMessage & { primaryKey?: Buffer[] })[];
}

/** Everything is read and checked before any row is looked up: a malformed one refuses the whole request. */
export function batchGetRow({ tables = [] }: BatchGetRowRequest, context: Context): BatchResponse {
  const { store, now, spent } = context;
  if (tables.length === 0) throw invalid('No row specified in the request of BatchGetRow.');
  checkTablesInBatch(tables, ({ primaryKey = [] }) => primaryKey.length, maxBatchGetRows);
  const asked = tables.map((wanted) => ({
    tableName: wanted.tableName,
    table: store.open(wanted.tableName, now),
    keys: (wanted.primaryKey ?? []).map(readWholeKey),
    selection: readSelection(wanted, 'No version condition is specified while querying row.'),
  }));
  return {
    tables: asked.map(({ tableName, table, keys, selection }) => ({
      tableName,
      rows: keys.map((key) =>
        rowResult('BatchGetRow', context, () => {
          const refusal = context.refuseReadRow(tableName, plainKey(key));
          if (refusal) throw refusal;
          return found(table, key, selection, spent);
        }),
      ),
    })),
  };
}

function found(
  table: Table,
  key: readonly KeyBound[],
  selection: Selection,
  spent: Context['spent'],
): Omit<RowInBatchResponse, 'isOk'> {
  const { row, bytes } = readOne(table, key, selection);
  return { consumed: spent(readUnits(bytes)), ...(row.length > 0 && { row: writeRows(row) }) };
}
