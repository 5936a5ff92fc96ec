/** Cuts the waiting tasks into batches, so that every task has its turn however long the list is. */

/** Ids a DescribeRefreshTaskById call takes at most: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtaskbyid */
export const BATCH_SIZE = 10;

/**
 * Batches of at most ten tasks, beginning behind the cursor and going round.
 * @param tasks in the order of the table: by the UTF-8 bytes of their ids
 * @param cursor the last id asked by a sweep that ran out of time; it need not be on the list any more
 */
export function cutBatches<T extends { readonly id: string }>(tasks: readonly T[], cursor?: string): T[][] {
  const start = cursor === undefined ? 0 : tasks.findIndex((task) => comesAfter(task.id, cursor));
  const turned = start > 0 ? [...tasks.slice(start), ...tasks.slice(0, start)] : tasks;
  return Array.from({ length: Math.ceil(turned.length / BATCH_SIZE) }, (_, i) =>
    turned.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE),
  );
}

/** Two halves of a batch that could not be asked as a whole. */
export function halve<T>(batch: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

function comesAfter(id: string, cursor: string): boolean {
  return Buffer.compare(Buffer.from(id), Buffer.from(cursor)) > 0;
}
