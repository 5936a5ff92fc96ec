/** UpdateRow: columns are put, deleted or incremented; the others stay. */
import { type Conditional, readChange } from '../change';
import { checkWriteBytes } from '../limits';
import type { Context } from '../operation';
import type { TableNamed } from '../table';
import { type RowResponse, writeRow } from '../write-row';

export interface UpdateRowRequest extends TableNamed, Conditional {
  rowChange: Buffer;
}

export function updateRow(request: UpdateRowRequest, context: Context): RowResponse {
  const change = readChange('update', request.rowChange, request);
  checkWriteBytes('UpdateRow', change.bytes);
  return writeRow(context.store.open(request.tableName, context.now), change, context);
}
