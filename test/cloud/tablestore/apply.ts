/** Applies the edits of a change to a row. */
import type { Edit, Kind } from './change';
import { invalid } from './refusal';
import type { Column, KeyCell, Row, Version } from './row';
import type { TableOptions } from './table-options';
import type { Value } from './value';

/**
 * The row as it is after the change; undefined: there is none.
 * 1. A delete leaves no row.
 * 2. A put starts from nothing, whatever was there.
 * 3. An update starts from the row that was there. When there was none, deletions alone don't make one.
 */
export function apply(
  kind: Kind,
  edits: readonly Edit[],
  key: readonly KeyCell[],
  before: Row | undefined,
  options: TableOptions,
  now: number,
): Row | undefined {
  if (kind === 'delete') return undefined;
  const writes = edits.some(({ edit }) => edit === 'put' || edit === 'increment');
  if (kind === 'update' && before === undefined && !writes) return undefined;
  const columns = new Map<string, Column>();
  if (kind === 'update') for (const column of before?.columns ?? []) columns.set(column.name, column);
  for (const edit of edits) {
    const versions = edited(columns.get(edit.name)?.versions ?? [], edit, options, now);
    if (versions.length === 0) columns.delete(edit.name);
    else columns.set(edit.name, { name: edit.name, versions: versions.slice(0, options.maxVersions ?? 1) });
  }
  const sorted = [...columns.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { key: before?.key ?? key, columns: sorted };
}

function edited(versions: readonly Version[], edit: Edit, options: TableOptions, now: number): readonly Version[] {
  switch (edit.edit) {
    case 'put':
      return written(versions, edit.name, edit.value, stamp(edit.name, edit.timestamp, options, now));
    case 'increment': {
      const latest = versions[0]?.value ?? 0n;
      if (typeof latest !== 'bigint')
        throw invalid(`Invalid column type, only INTEGER can be incremented: '${edit.name}'.`);
      const sum = BigInt.asIntN(64, latest + edit.by);
      return written(versions, edit.name, sum, stamp(edit.name, edit.timestamp, options, now));
    }
    case 'delete-one':
      return versions.filter(({ timestamp }) => timestamp !== edit.timestamp);
    case 'delete-all':
      return [];
    default:
      return edit satisfies never;
  }
}

/** A version with the same timestamp is overwritten. */
function written(versions: readonly Version[], name: string, value: Value, timestamp: bigint): readonly Version[] {
  const newer = versions.filter((version) => version.timestamp > timestamp);
  const older = versions.filter((version) => version.timestamp < timestamp);
  return [...newer, { name, timestamp, value }, ...older];
}

/** A client may choose the timestamp, within the table's deviation of the server's clock. */
function stamp(name: string, given: bigint | undefined, options: TableOptions, now: number): bigint {
  const clock = BigInt(now);
  if (given === undefined) return clock;
  const deviation = BigInt(options.deviationCellVersionInSec ?? 86_400) * 1000n;
  const life = BigInt(options.timeToLive ?? -1) * 1000n;
  const oldest = clock - (life > 0n && life < deviation ? life : deviation);
  if (given < 0n || given < oldest || given >= clock + deviation) throw invalid(`Invalid timestamp. Cell: '${name}'.`);
  return given;
}
