/** What a cell can hold: INTEGER is a bigint, DOUBLE a number, BOOLEAN a boolean, STRING a string, BINARY a Buffer. */

export type Value = bigint | number | boolean | string | Buffer;
export type KeyValue = bigint | string | Buffer;

export const INF_MIN: unique symbol = Symbol('INF_MIN');
export const INF_MAX: unique symbol = Symbol('INF_MAX');
export const AUTO_INCREMENT: unique symbol = Symbol('AUTO_INCREMENT');
/** Stands in a key where no value can: the ends of a range, or a number the service is to choose. */
export type Marker = typeof INF_MIN | typeof INF_MAX | typeof AUTO_INCREMENT;

export type TypeName = 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'STRING' | 'BINARY';

export function typeOf(value: Value): TypeName {
  if (typeof value === 'bigint') return 'INTEGER';
  if (typeof value === 'number') return 'DOUBLE';
  if (typeof value === 'boolean') return 'BOOLEAN';
  return typeof value === 'string' ? 'STRING' : 'BINARY';
}

/** The bytes the service counts for a value. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Buffer.isBuffer(value)) return value.length;
  return typeof value === 'boolean' ? 1 : 8;
}

/** Negative, zero or positive; undefined when the two are of different types and so have no order. */
export function compare(left: Value, right: Value): number | undefined {
  if (typeOf(left) !== typeOf(right)) return undefined;
  if (left === right) return 0;
  // Strings are ordered by their UTF-8 bytes, which JavaScript's own order is not.
  if (typeof left === 'string' || Buffer.isBuffer(left)) return Buffer.compare(bytes(left), bytes(right));
  return left < right ? -1 : left > right ? 1 : 0;
}

function bytes(value: Value): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value));
}
