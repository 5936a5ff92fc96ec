/** Cells of a table with every type it knows, as the local Tablestore has them and as the tablestore package gives them. */
import fc from 'fast-check';
import TS from 'tablestore';
import { NOON } from '../../support/world';
import { storedText } from './values';

/** As in the local Tablestore: an INTEGER is a bigint, a DOUBLE a number, a BINARY a Buffer. */
export type Cell = string | bigint | number | boolean | Buffer;

/** Columns by name. A list, since a name may be `__proto__`. */
export type Cells = readonly (readonly [string, Cell])[];

const MAX = 2n ** 63n - 1n;

export const integer = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, MAX, -MAX - 1n),
  // Now in seconds, in ms, in µs.
  fc.constantFrom(BigInt(NOON) / 1000n, BigInt(NOON), BigInt(NOON) * 1000n),
  fc.bigInt({ min: -MAX - 1n, max: MAX }),
);
const double = fc.oneof(fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0.5, NOON, 1e300), fc.double());
const binary = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(0, 100_000).map((bytes) => Buffer.alloc(bytes, 0xff)),
);

export const anyCell: fc.Arbitrary<Cell> = fc.oneof(storedText, integer, double, fc.boolean(), binary);

/** A row as the package gives it. */
export function toSdkRow(list: string, id: string, cells: Cells): TS.Row {
  return {
    primaryKey: [
      { name: 'list', value: list },
      { name: 'id', value: id },
    ],
    attributes: cells.map(([columnName, cell]) => ({ columnName, columnValue: toSdkCell(cell), timestamp: NOON })),
  };
}

/** A value as the package gives it and takes it. */
export function toSdkCell(cell: Cell): TS.CellValue {
  return typeof cell === 'bigint' ? TS.Long.fromString(String(cell)) : cell;
}
