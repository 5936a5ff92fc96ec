/** Batches: as many tasks as one call takes. */

/** Ids a DescribeRefreshTaskById call takes at most: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtaskbyid */
export const BATCH_SIZE = 10;

/**
 * Batches of exactly ten tasks, and the rest that does not fill one yet.
 * @param rest what was left the last time
 */
export function fillBatches<T>(rest: readonly T[], tasks: readonly T[]): { readonly full: T[][]; readonly rest: T[] } {
  const all = [...rest, ...tasks];
  const count = Math.floor(all.length / BATCH_SIZE);
  return {
    full: Array.from({ length: count }, (_, i) => all.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE)),
    rest: all.slice(count * BATCH_SIZE),
  };
}

/** Two halves of a batch that could not be asked as a whole. */
export function halve<T>(batch: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}
