/** DeleteRow: the row is gone; deleting a row that is not there is no error unless the condition says so. */
import { type Conditional, readChange } from '../change';
import type { Context } from '../operation';
import type { TableNamed } from '../table';
import { type RowResponse, writeRow } from '../write-row';

export interface DeleteRowRequest extends TableNamed, Conditional {
  primaryKey: Buffer;
}

export function deleteRow(request: DeleteRowRequest, context: Context): RowResponse {
  const change = readChange('delete', request.primaryKey, request);
  return writeRow(context.store.open(request.tableName, context.now), change, context);
}
