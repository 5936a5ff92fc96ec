/** PlainBuffer's numbers, and the shape of a row in it. */
import { AUTO_INCREMENT, INF_MAX, INF_MIN, type Marker, type Value } from '../value';

export const header = 0x75;

export const tag = {
  key: 0x01,
  data: 0x02,
  cell: 0x03,
  name: 0x04,
  value: 0x05,
  op: 0x06,
  timestamp: 0x07,
  deleted: 0x08,
  rowCrc: 0x09,
  cellCrc: 0x0a,
} as const;

export const type = {
  integer: 0,
  double: 1,
  boolean: 2,
  string: 3,
  null: 6,
  binary: 7,
  infMin: 9,
  infMax: 10,
  autoIncrement: 11,
} as const;

export const markerTypes: ReadonlyMap<Marker, number> = new Map<Marker, number>([
  [INF_MIN, type.infMin],
  [INF_MAX, type.infMax],
  [AUTO_INCREMENT, type.autoIncrement],
]);

export const op = { deleteAll: 1, deleteOne: 3, increment: 4 } as const;

export interface Cell {
  readonly name: string;
  readonly value?: Value | Marker;
  readonly op?: number;
  readonly timestamp?: bigint;
}

export interface WireRow {
  readonly key: readonly Cell[];
  readonly cells: readonly Cell[];
  readonly deleted: boolean;
}
