/** A stored row: its key, and its columns by name with their versions, newest first. Rows are never changed in place. */
import type { Cell, WireRow } from './plainbuffer/format';
import { type KeyValue, sizeOf, type Value } from './value';

/** A cell ready to be written out, as a key cell is: a page of a range has tens of thousands of them. */
export interface Version extends Cell {
  readonly timestamp: bigint;
  readonly value: Value;
}

export interface Column {
  readonly name: string;
  readonly versions: readonly Version[];
}

export interface Row {
  readonly key: readonly KeyCell[];
  /** Sorted by name. */
  readonly columns: readonly Column[];
}

export interface KeyCell extends Cell {
  readonly value: KeyValue;
}

/** The values of a column, newest first; a key column has one. */
export function valuesOf(row: Row | undefined, name: string): readonly Value[] {
  const column = row?.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column.versions.map((version) => version.value);
  const cell = row?.key.find((candidate) => candidate.name === name);
  return cell === undefined ? [] : [cell.value];
}

export function toWire(row: Row): WireRow {
  const cells: Version[] = [];
  for (const { versions } of row.columns) for (const version of versions) cells.push(version);
  return { key: row.key, cells, deleted: false };
}

export function keyToWire(key: readonly KeyCell[]): WireRow {
  return { key, cells: [], deleted: false };
}

/** The bytes the service counts for a row: names and values. */
export function rowBytes(row: Row): number {
  const known = sizes.get(row);
  if (known !== undefined) return known;
  let bytes = 0;
  for (const cell of row.key) bytes += cell.name.length + sizeOf(cell.value);
  for (const column of row.columns)
    for (const version of column.versions) bytes += column.name.length + sizeOf(version.value);
  sizes.set(row, bytes);
  return bytes;
}

const sizes = new WeakMap<Row, number>();

/** For assertions: key and columns in one object, the latest version of each. */
export function toPlain(row: Row): Record<string, Value> {
  const plain: Record<string, Value> = {};
  for (const cell of row.key) plain[cell.name] = cell.value;
  for (const { name, versions } of row.columns) if (versions[0] !== undefined) plain[name] = versions[0].value;
  return plain;
}
