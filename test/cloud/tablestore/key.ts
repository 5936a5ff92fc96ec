/** Keys: checked against a table's schema, and turned into strings that sort as the service sorts rows. */
import { checkKeyBytes } from './limits';
import type { Cell } from './plainbuffer/format';
import { readRow } from './plainbuffer/read';
import { invalid, keyMismatch } from './refusal';
import type { KeyCell } from './row';
import { AUTO_INCREMENT, INF_MAX, INF_MIN, type KeyValue, type Marker, sizeOf, typeOf, type Value } from './value';

export interface KeySchema {
  name: string;
  /** INTEGER 1, STRING 2, BINARY 3. */
  type: number;
  /** AUTO_INCREMENT 1. */
  option?: number;
}

/** A key that may hold markers. */
export interface KeyBound {
  readonly name: string;
  readonly value: KeyValue | Marker;
}

/** What is wrong with a key whatever the table: in a batch it refuses the whole request. */
export function readKey(cells: readonly Cell[], allowed: readonly Marker[]): KeyBound[] {
  return cells.map(({ name, value, op, timestamp }) => {
    if (value === undefined) throw invalid(`No value is given for primary key name: ${name}.`);
    if (op !== undefined) throw invalid(`OpType cannot be given for primary key name: ${name}.`);
    if (timestamp !== undefined) throw invalid(`Timestamp cannot be given for primary key name: ${name}.`);
    if (typeof value === 'symbol') {
      if (!allowed.includes(value)) throw invalid(`VT_${value.description} is an invalid type for the primary key.`);
      return { name, value };
    }
    if (!isKeyValue(value)) throw invalid(`${typeOf(value)} is an invalid type for the primary key.`);
    if (typeof value !== 'bigint') checkKeyBytes(name, sizeOf(value));
    return { name, value };
  });
}

/** The key of a read of one row: whole, and nothing but a key. */
export function readWholeKey(bytes: Buffer): KeyBound[] {
  const row = readRow(bytes);
  if (row.cells.length > 0) throw invalid('Attribute column cannot be given while reading data.');
  if (row.deleted) throw invalid('Delete marker cannot be given.');
  return readKey(row.key, []);
}

/** Names, number, order and types must be the table's. */
export function checkSchema(key: readonly KeyBound[], schema: readonly KeySchema[]): void {
  if (key.length !== schema.length) throw keyMismatch();
  for (const [i, { name, value }] of key.entries()) {
    const expected = schema[i];
    if (name !== expected?.name) throw keyMismatch();
    if (value === INF_MIN || value === INF_MAX) continue;
    if (value === AUTO_INCREMENT ? expected.option !== 1 : keyTypes[expected.type] !== typeOf(value))
      throw keyMismatch();
  }
}

export const keyTypes: Readonly<Record<number, string>> = { 1: 'INTEGER', 2: 'STRING', 3: 'BINARY' };

/** A whole key: no marker is left in it. */
export function wholeKey(key: readonly KeyBound[]): KeyCell[] {
  return key.map(({ name, value }) => {
    if (typeof value === 'symbol') throw keyMismatch();
    return { name, value };
  });
}

/** The columns of a key that have a value already. */
export function plainKey(key: readonly KeyBound[]): Record<string, Value> {
  return Object.fromEntries(key.flatMap(({ name, value }) => (typeof value === 'symbol' ? [] : [[name, value]])));
}

/** True when the service is to choose a column's number. */
export function isAutomatic(key: readonly KeyBound[]): boolean {
  return key.some(({ value }) => value === AUTO_INCREMENT);
}

/** One byte per character, so that `<` on the strings is the order of the keys. */
export function sortKey(key: readonly KeyBound[]): string {
  let sort = '';
  for (const { value } of key) sort += sortable(value);
  return sort;
}

function sortable(value: KeyValue | Marker): string {
  if (value === INF_MIN) return '\x00';
  if (value === INF_MAX) return '\x02';
  if (typeof value === 'symbol') throw keyMismatch();
  if (typeof value !== 'bigint') return `\x01${Buffer.from(value).toString('latin1').replaceAll('\0', '\0\xff')}\0\0`;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n));
  return `\x01${bytes.toString('latin1')}`;
}

function isKeyValue(value: Value): value is KeyValue {
  return typeof value === 'bigint' || typeof value === 'string' || Buffer.isBuffer(value);
}
