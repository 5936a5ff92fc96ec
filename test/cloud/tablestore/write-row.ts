/** Writes one row: key and condition checked, the change applied, and what the caller asked for returned. */
import { apply } from './apply';
import { type Consumed, writeUnits } from './capacity';
import type { Change } from './change';
import { checkCondition } from './condition';
import { checkSchema, isAutomatic, type KeyBound, sortKey, wholeKey } from './key';
import type { Context } from './operation';
import { writeRows } from './plainbuffer/write';
import { invalid } from './refusal';
import { type KeyCell, keyToWire, type Row, toWire } from './row';
import type { Table } from './table';
import { AUTO_INCREMENT } from './value';

export interface RowResponse {
  consumed: Consumed;
  row?: Buffer;
}

export function writeRow(table: Table, change: Change, context: Context): RowResponse {
  checkSchema(change.key, table.schema.primaryKey);
  const key = wholeKey(numbered(table, change, context.now));
  const sort = sortKey(key);
  const before = table.get(sort);
  checkCondition(change.condition, before);
  const after = apply(change.kind, change.edits, key, before, table.options, context.now);
  table.set(sort, after);
  context.wrote(change.kind);
  const consumed = context.spent(writeUnits(change.bytes, change.condition, key, before));
  const row = returned(change, key, after);
  return { consumed, ...(row && { row }) };
}

/** Gives the AUTO_INCREMENT column its number; such a row is always new, so nothing can be expected of it. */
function numbered(table: Table, { key, condition }: Change, now: number): readonly KeyBound[] {
  if (!isAutomatic(key)) return key;
  if (condition.existence !== 'ignore')
    throw invalid(`Invalid expect: ${condition.existence} when modify row with pk auto increment.`);
  if (condition.columns) throw invalid("Can't set condition when modify row with pk auto increment.");
  return key.map(({ name, value }) => ({ name, value: value === AUTO_INCREMENT ? table.nextNumber(now) : value }));
}

function returned({ returns, edits }: Change, key: readonly KeyCell[], after: Row | undefined): Buffer | undefined {
  switch (returns.returnType ?? 0) {
    case 0:
      return undefined;
    case 1:
      return writeRows([keyToWire(key)]);
    case 2: {
      const named = returns.returnColumnNames ?? edits.map(({ name }) => name);
      const columns = (after?.columns ?? []).filter(({ name }) => named.includes(name));
      return writeRows([toWire({ key, columns })]);
    }
    default:
      throw invalid(`Invalid return type: ${returns.returnType}.`);
  }
}
