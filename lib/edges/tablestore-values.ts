/** Values on their way into Tablestore and out of it: the package wants one object a column and its own integers. */
import TS from 'tablestore';
import type { Columns } from './tablestore-rows';

export type Written = Readonly<Record<string, string | number | undefined>>;

export function keyOf(list: string, id: string): TS.PrimaryKeyInput {
  return [{ list }, { id }];
}

/** Columns for a row that is put as a whole. */
export function puts(columns: Written): TS.AttributesInput {
  return Object.entries(columns).flatMap(([name, value]) => (value === undefined ? [] : [{ [name]: toCell(value) }]));
}

/** Columns for an update: what is undefined is taken away. */
export function updates(columns: Written): { PUT?: TS.AttributesInput; DELETE_ALL?: string[] }[] {
  const gone = Object.keys(columns).filter((name) => columns[name] === undefined);
  const put = puts(columns);
  return [...(put.length > 0 ? [{ PUT: put }] : []), ...(gone.length > 0 ? [{ DELETE_ALL: gone }] : [])];
}

/** All our numbers are integers; the package would store a plain number as a double. */
function toCell(value: string | number): TS.CellValue {
  return typeof value === 'number' ? TS.Long.fromNumber(value) : value;
}

export function readColumns(attributes: TS.AttributesOutput | null): Columns {
  return Object.fromEntries(
    (attributes ?? []).map(({ columnName, columnValue }) => [columnName, fromCell(columnValue)]),
  );
}

/** Integers come as objects of the package's own class; one beyond 2^53 is given as text, so that it is not changed unseen. */
function fromCell(value: TS.CellValue): unknown {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  const number = value.toNumber();
  return Number.isSafeInteger(number) ? number : String(value);
}
