/** BatchWriteRow: up to two hundred writes, each with its own condition and result. */
import { type Change, type Conditional, type Kind, readChange } from '../change';
import { isAutomatic, plainKey, sortKey } from '../key';
import { checkWriteBytes, maxBatchWriteRows } from '../limits';
import type { Context } from '../operation';
import { invalid } from '../refusal';
import { type BatchResponse, rowResult } from '../row-result';
import type { TableNamed } from '../table';
import { checkTablesInBatch } from '../tables-in-batch';
import { writeRow } from '../write-row';

export interface BatchWriteRowRequest {
  /** Types: PUT 1, UPDATE 2, DELETE 3. */
  tables?: (TableNamed & { rows?: (Conditional & { type: number; rowChange: Buffer })[] })[];
}

/** Everything is read and checked before any row is written: a malformed one refuses the whole request. */
export function batchWriteRow({ tables = [] }: BatchWriteRowRequest, context: Context): BatchResponse {
  if (tables.length === 0) throw invalid('No row is specified in BatchWriteRow.');
  checkTablesInBatch(tables, ({ rows = [] }) => rows.length, maxBatchWriteRows);
  const asked = tables.map(({ tableName, rows = [] }) => {
    if (rows.length === 0) throw invalid(`No operation is specified for table: '${tableName}'.`);
    const changes = rows.map((row) => readChange(kindOf(row.type), row.rowChange, row));
    checkRepeated(changes);
    return { tableName, changes, table: context.store.open(tableName, context.now) };
  });
  checkWriteBytes(
    'BatchWriteRow',
    asked.flatMap(({ changes }) => changes).reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return {
    tables: asked.map(({ tableName, table, changes }) => ({
      tableName,
      rows: changes.map((change) =>
        rowResult('BatchWriteRow', context, () => {
          const refusal = context.refuseRow(tableName, plainKey(change.key));
          if (refusal) throw refusal;
          return writeRow(table, change, context);
        }),
      ),
    })),
  };
}

function kindOf(type: number): Kind {
  const kind = kinds[type];
  if (kind === undefined) throw invalid('The type of row in batch write operation is invalid.');
  return kind;
}

const kinds: Readonly<Record<number, Kind>> = { 1: 'put', 2: 'update', 3: 'delete' };

/** The same row twice is allowed only when nothing is expected of it. */
function checkRepeated(changes: readonly Change[]): void {
  const byKey = new Map<string, Change>();
  for (const change of changes) {
    if (isAutomatic(change.key)) continue;
    const sort = sortKey(change.key);
    const earlier = byKey.get(sort);
    byKey.set(sort, change);
    for (const { condition } of earlier ? [earlier, change] : []) {
      if (condition.existence !== 'ignore')
        throw invalid('Repeated rows do not support row exist expectation check in BatchModify.');
      if (condition.columns) throw invalid('Repeated rows do not support row condition check in BatchModify.');
    }
  }
}
