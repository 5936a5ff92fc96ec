/** What is wrong with a table that is there. */
import type { TableFacts } from '../lib/edges/tablestore-setup';

/** A row must outlive the 30 days for which the CDN remembers a task. */
export const SHORTEST_TTL_DAYS = 32;

export function faultsOf(table: TableFacts | undefined): string[] {
  if (!table) return ['there is no such table'];
  const key = table.key.join(', ');
  const { timeToLive } = table;
  return [
    ...(key === 'list STRING, id STRING'
      ? []
      : [`its key is [${key}] instead of [list STRING, id STRING]: set TABLESTORE_TABLE to another name`]),
    ...(timeToLive === -1 || timeToLive >= SHORTEST_TTL_DAYS * 86_400
      ? []
      : [
          `its rows are kept for ${Math.floor(timeToLive / 86_400)} days only: set the time to live to ${SHORTEST_TTL_DAYS} days or more in the Tablestore console`,
        ]),
  ];
}
