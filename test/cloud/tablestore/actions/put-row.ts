/** PutRow: the row becomes exactly what is sent. */
import { type Conditional, readChange } from '../change';
import { checkWriteBytes } from '../limits';
import type { Context } from '../operation';
import type { TableNamed } from '../table';
import { type RowResponse, writeRow } from '../write-row';

export interface PutRowRequest extends TableNamed, Conditional {
  row: Buffer;
}

export function putRow(request: PutRowRequest, context: Context): RowResponse {
  const change = readChange('put', request.row, request);
  checkWriteBytes('PutRow', change.bytes);
  return writeRow(context.store.open(request.tableName, context.now), change, context);
}
