/** Reads one row by its key, as GetRow and each row of BatchGetRow do. */
import { checkSchema, type KeyBound, sortKey } from './key';
import type { WireRow } from './plainbuffer/format';
import { toWire } from './row';
import { type Selection, select } from './selection';
import type { Table } from './table';

export function readOne(
  table: Table,
  key: readonly KeyBound[],
  selection: Selection,
): { readonly row: readonly WireRow[]; readonly bytes: number } {
  checkSchema(key, table.schema.primaryKey);
  const stored = table.get(sortKey(key));
  if (stored === undefined) return { row: [], bytes: 0 };
  const { seen, bytes } = select(stored, selection);
  return { row: seen ? [toWire(seen)] : [], bytes };
}
