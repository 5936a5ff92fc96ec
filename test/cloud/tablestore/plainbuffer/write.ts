/** Writes rows as PlainBuffer: never padded, and no bytes at all for no rows. */
import { crc8, crc8Bytes } from '../crc8';
import type { Marker, Value } from '../value';
import { type Cell, header, markerTypes, tag, type, type WireRow } from './format';

export function writeRows(rows: readonly WireRow[]): Buffer {
  if (rows.length === 0) return Buffer.alloc(0);
  const writer = new Writer();
  writer.int32(header);
  for (const row of rows) writer.row(row);
  return writer.finish();
}

class Writer {
  private bytes = Buffer.allocUnsafe(1024);
  private at = 0;

  row(row: WireRow): void {
    let crc = 0;
    this.byte(tag.key);
    for (const cell of row.key) crc = crc8(crc, this.cell(cell));
    if (row.cells.length > 0) this.byte(tag.data);
    for (const cell of row.cells) crc = crc8(crc, this.cell(cell));
    if (row.deleted) this.byte(tag.deleted);
    this.byte(tag.rowCrc);
    this.byte(crc8(crc, row.deleted ? 1 : 0));
  }

  int32(value: number): void {
    const from = this.room(4);
    this.bytes.writeInt32LE(value, from);
  }

  finish(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  private cell(cell: Cell): number {
    this.byte(tag.cell);
    this.byte(tag.name);
    const from = this.text(cell.name);
    let crc = crc8Bytes(0, this.bytes, from, this.at);
    if (cell.value !== undefined) {
      this.byte(tag.value);
      const length = this.room(4);
      const start = this.at;
      this.variant(cell.value);
      this.bytes.writeInt32LE(this.at - start, length);
      crc = crc8Bytes(crc, this.bytes, start, this.at);
    }
    if (cell.op !== undefined) {
      this.byte(tag.op);
      this.byte(cell.op);
    }
    if (cell.timestamp !== undefined) {
      this.byte(tag.timestamp);
      const start = this.int64(cell.timestamp);
      crc = crc8Bytes(crc, this.bytes, start, this.at);
    }
    if (cell.op !== undefined) crc = crc8(crc, cell.op);
    this.byte(tag.cellCrc);
    this.byte(crc);
    return crc;
  }

  private variant(value: Value | Marker): void {
    if (typeof value === 'string') {
      this.byte(type.string);
      this.text(value);
    } else if (typeof value === 'bigint') {
      this.byte(type.integer);
      this.int64(value);
    } else if (typeof value === 'number') {
      this.byte(type.double);
      const from = this.room(8);
      this.bytes.writeDoubleLE(value, from);
    } else if (typeof value === 'boolean') {
      this.byte(type.boolean);
      this.byte(value ? 1 : 0);
    } else if (Buffer.isBuffer(value)) {
      this.byte(type.binary);
      this.int32(value.length);
      const from = this.room(value.length);
      value.copy(this.bytes, from);
    } else this.byte(markerTypes.get(value) ?? type.null);
  }

  /** Length and UTF-8; returns where the text itself begins. */
  private text(text: string): number {
    const length = Buffer.byteLength(text);
    this.int32(length);
    const from = this.room(length);
    this.bytes.write(text, from);
    return from;
  }

  private byte(value: number): void {
    const from = this.room(1);
    this.bytes[from] = value;
  }

  private int64(value: bigint): number {
    const from = this.room(8);
    this.bytes.writeBigInt64LE(value, from);
    return from;
  }

  /** Makes room and returns where it begins. It may replace the buffer, so ask for room before naming `this.bytes`. */
  private room(length: number): number {
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.at, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, from);
      this.bytes = grown;
    }
    return from;
  }
}
