/** GetRange: the rows between two keys, in pages; what is left is named by the next page's first key. */
import { type Consumed, readUnits } from '../capacity';
import { checkSchema, readKey, sortKey } from '../key';
import { maxRangeBytes, maxRangeRows } from '../limits';
import type { Context } from '../operation';
import type { WireRow } from '../plainbuffer/format';
import { readRow } from '../plainbuffer/read';
import { writeRows } from '../plainbuffer/write';
import { invalid } from '../refusal';
import { keyToWire, rowBytes, toWire } from '../row';
import { readSelection, type SelectionMessage, select } from '../selection';
import type { Table, TableNamed } from '../table';
import { INF_MAX, INF_MIN } from '../value';

export interface GetRangeRequest extends TableNamed, SelectionMessage {
  /** FORWARD 0, BACKWARD 1. */
  direction: number;
  limit?: number;
  inclusiveStartPrimaryKey: Buffer;
  exclusiveEndPrimaryKey: Buffer;
}

export interface GetRangeResponse {
  consumed: Consumed;
  rows: Buffer;
  nextStartPrimaryKey?: Buffer;
}

/**
 * A page ends, with a next key when a row is left in the range, as soon as
 * 1. as many rows as `limit` were found, or
 * 2. 5,000 rows or 4 MB were looked at, whether or not the filter let them through: a page can be empty and not the last.
 */
export function getRange(request: GetRangeRequest, { store, now, spent }: Context): GetRangeResponse {
  const { limit = Number.POSITIVE_INFINITY } = request;
  if (limit <= 0) throw invalid('The limit must be greater than 0.');
  const selection = readSelection(request);
  const table = store.open(request.tableName, now);
  const [from, to] = readEnds(request, table);
  const rows: WireRow[] = [];
  let scanned = 0;
  let bytes = 0;
  let read = 0;
  for (const row of table.range(from, to)) {
    const size = rowBytes(row);
    const full = rows.length >= limit || scanned >= maxRangeRows || (scanned > 0 && bytes + size > maxRangeBytes);
    if (full) return page(rows, spent(readUnits(read)), keyToWire(row.key));
    scanned++;
    bytes += size;
    const { seen, bytes: part } = select(row, selection);
    read += part;
    if (seen !== undefined) rows.push(toWire(seen));
  }
  return page(rows, spent(readUnits(read)));
}

function readEnds(request: GetRangeRequest, { schema }: Table): readonly [string, string] {
  const [from = '', to = ''] = [request.inclusiveStartPrimaryKey, request.exclusiveEndPrimaryKey].map((bytes) => {
    const key = readKey(readRow(bytes).key, [INF_MIN, INF_MAX]);
    checkSchema(key, schema.primaryKey);
    return sortKey(key);
  });
  if (request.direction === 0 && from >= to) throw invalid('Begin key must less than end key in FORWARD.');
  if (request.direction === 1 && from <= to) throw invalid('Begin key must more than end key in BACKWARD.');
  return [from, to];
}

function page(rows: readonly WireRow[], consumed: Consumed, next?: WireRow): GetRangeResponse {
  return {
    consumed,
    rows: writeRows(rows),
    ...(next && { nextStartPrimaryKey: writeRows([next]) }),
  };
}
