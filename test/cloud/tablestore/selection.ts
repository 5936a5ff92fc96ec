/** What a read asks to see of a row: columns, versions, a filter. */
import { type Filter, readFilter } from './filter';
import { checkColumnName, maxColumnsToGet } from './limits';
import { invalid } from './refusal';
import { type Column, type Row, rowBytes, valuesOf } from './row';

export interface SelectionMessage {
  columnsToGet?: string[];
  timeRange?: { startTime?: string; endTime?: string; specificTime?: string };
  maxVersions?: number;
  filter?: Buffer;
  startColumn?: string;
  endColumn?: string;
}

export interface Selection {
  /** Absent: all. */
  readonly columns?: ReadonlySet<string>;
  readonly maxVersions: number;
  /** Inclusive start, exclusive end. */
  readonly times?: readonly [bigint, bigint];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly filter: Filter | undefined;
}

export function readSelection(
  message: SelectionMessage,
  unversioned = 'No version condition is specified.',
): Selection {
  const { columnsToGet = [], maxVersions } = message;
  if (columnsToGet.length > maxColumnsToGet)
    throw invalid(
      `The number of columns from the request exceeds the limit, limit count: ${maxColumnsToGet}, column count: ${columnsToGet.length}.`,
    );
  for (const name of columnsToGet) checkColumnName(name);
  if (maxVersions === undefined && message.timeRange === undefined) throw invalid(unversioned);
  if (maxVersions !== undefined && maxVersions <= 0)
    throw invalid(`Invalid max versions: ${maxVersions}. Reason: Max versions must be positive.`);
  const times = readTimes(message.timeRange);
  return {
    ...(columnsToGet.length > 0 && { columns: new Set(columnsToGet) }),
    ...(times && { times }),
    maxVersions: maxVersions ?? Number.POSITIVE_INFINITY,
    from: message.startColumn,
    to: message.endColumn,
    filter: readFilter(message.filter),
  };
}

export interface Selected {
  /** What is answered; absent when nothing of the row is. */
  readonly seen: Row | undefined;
  /** The bytes that had to be read, whatever came of them. */
  readonly bytes: number;
}

/** The part of the row that was asked for. */
export function select(row: Row, selection: Selection): Selected {
  const part: Row = isWhole(row, selection)
    ? row
    : { key: row.key, columns: row.columns.flatMap((c) => narrow(c, selection)) };
  return { seen: pass(part, selection), bytes: rowBytes(part) };
}

/**
 * 1. A row with none of the named columns is not returned; naming a key column is enough to get it.
 * 2. The filter sees only what was asked for, and the key.
 */
function pass(part: Row, { columns, filter }: Selection): Row | undefined {
  if (columns && part.columns.length === 0 && !part.key.some(({ name }) => columns.has(name))) return undefined;
  if (filter === undefined) return part;
  if (!filter.passes((name) => valuesOf(part, name))) return undefined;
  if (filter.pagination === undefined) return part;
  const { offset, limit } = filter.pagination;
  return { key: part.key, columns: part.columns.slice(offset, offset + limit) };
}

/** True for the commonest read, which then copies nothing. */
function isWhole(row: Row, { columns, times, from, to, maxVersions }: Selection): boolean {
  if (columns || times || from !== undefined || to !== undefined) return false;
  return row.columns.every(({ versions }) => versions.length <= maxVersions);
}

function narrow(column: Column, { columns, maxVersions, times, from, to }: Selection): Column[] {
  const { name } = column;
  if (columns && !columns.has(name)) return [];
  if ((from !== undefined && name < from) || (to !== undefined && name >= to)) return [];
  const inTime = times
    ? column.versions.filter(({ timestamp }) => timestamp >= times[0] && timestamp < times[1])
    : column.versions;
  if (inTime.length === 0) return [];
  return inTime === column.versions && inTime.length <= maxVersions
    ? [column]
    : [{ name, versions: inTime.slice(0, maxVersions) }];
}

function readTimes(range: SelectionMessage['timeRange']): readonly [bigint, bigint] | undefined {
  if (range === undefined) return undefined;
  const { startTime, endTime, specificTime } = range;
  if (specificTime !== undefined) {
    if (startTime !== undefined || endTime !== undefined)
      throw invalid('Specific tiemstamp and time range cannot be given at the same time.');
    return [BigInt(specificTime), BigInt(specificTime) + 1n];
  }
  if (startTime === undefined || endTime === undefined)
    throw invalid('Start and end time must be given at the same time.');
  return [BigInt(startTime), BigInt(endTime)];
}
