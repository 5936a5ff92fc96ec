/** The checks on the tables of a batch: each named once, and not too many rows in all. */
import { invalid } from './refusal';
import type { TableNamed } from './table';

export function checkTablesInBatch<T extends TableNamed>(
  tables: readonly T[],
  rowsOf: (table: T) => number,
  limit: number,
): void {
  const names = new Set<string>();
  let rows = 0;
  for (const table of tables) {
    if (names.has(table.tableName)) throw invalid(`Duplicated table name: '${table.tableName}'.`);
    names.add(table.tableName);
    rows += rowsOf(table);
  }
  if (rows > limit) throw invalid(`Rows count exceeds the upper limit: ${limit}.`);
}
