/** Where a sweep begins, so that every task has its turn however long the list is. */

/**
 * Divides rows at the cursor: a sweep begins behind it, goes on to the end of the list, and ends with what comes before.
 * @param rows in the order of the table: by the UTF-8 bytes of their ids
 * @param cursor the last id asked by a sweep that ran out of time; it need not be on the list any more
 */
export function divideAt<T extends { readonly id: string }>(
  rows: readonly T[],
  cursor: string,
): { readonly before: readonly T[]; readonly behind: readonly T[] } {
  const start = rows.findIndex(({ id }) => comesAfter(id, cursor));
  return start < 0 ? { before: rows, behind: [] } : { before: rows.slice(0, start), behind: rows.slice(start) };
}

function comesAfter(id: string, cursor: string): boolean {
  return Buffer.compare(Buffer.from(id), Buffer.from(cursor)) > 0;
}
