/** GetRow: one row by its key; a missing row is an answer without bytes, not an error. */
import { readUnits } from '../capacity';
import { readWholeKey } from '../key';
import type { Context } from '../operation';
import { writeRows } from '../plainbuffer/write';
import { readOne } from '../read-row';
import { readSelection, type SelectionMessage } from '../selection';
import type { TableNamed } from '../table';
import type { RowResponse } from '../write-row';

export interface GetRowRequest extends TableNamed, SelectionMessage {
  primaryKey: Buffer;
}

export function getRow(request: GetRowRequest, { store, now, spent }: Context): RowResponse {
  const key = readWholeKey(request.primaryKey);
  const selection = readSelection(request);
  const { row, bytes } = readOne(store.open(request.tableName, now), key, selection);
  return { consumed: spent(readUnits(bytes)), row: writeRows(row) };
}
