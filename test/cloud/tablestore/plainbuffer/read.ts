/** Reads rows out of PlainBuffer and checks every checksum on the way. */
import { crc8, crc8Bytes } from '../crc8';
import { invalid } from '../refusal';
import type { Marker, Value } from '../value';
import { type Cell, header, tag, type WireRow } from './format';
import { readVariant } from './variant';

/** Bytes without any row hold no rows. Zeros after the last row are ignored: the npm SDK pads with them. */
export function readRows(bytes: Buffer): WireRow[] {
  if (bytes.length === 0) return [];
  if (bytes.length < 4 || bytes.readInt32LE(0) !== header) throw invalid('Cell data broken, mismatch header.');
  const reader = new Reader(bytes, 4);
  const rows: WireRow[] = [];
  while (reader.more()) rows.push(reader.row());
  return rows;
}

export function readRow(bytes: Buffer): WireRow {
  const [row, ...others] = readRows(bytes);
  if (row === undefined) throw invalid('Cannot deserialize the request data.');
  if (others.length > 0) throw invalid("Cell data broken, has more data in cell, but they can't be parsed.");
  return row;
}

class Reader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  more(): boolean {
    if (this.at < this.bytes.length && this.bytes[this.at] !== 0) return true;
    if (this.bytes.subarray(this.at).some((byte) => byte !== 0)) throw invalid('data format is invalid.');
    return false;
  }

  row(): WireRow {
    if (!this.sees(tag.key)) throw invalid('Cell data broken, no PK follow PKTag.');
    const key: Cell[] = [];
    const cells: Cell[] = [];
    let crc = 0;
    while (this.sees(tag.cell)) crc = crc8(crc, this.cell(key));
    if (key.length === 0) throw invalid('Cell data broken, PK is empty.');
    if (this.sees(tag.data)) while (this.sees(tag.cell)) crc = crc8(crc, this.cell(cells));
    const deleted = this.sees(tag.deleted);
    if (!this.sees(tag.rowCrc)) throw invalid('Cell data broken, row is not end with checksum tag.');
    this.expectCrc(crc8(crc, deleted ? 1 : 0));
    return { key, cells, deleted };
  }

  /** Adds the cell and returns its checksum, in which the timestamp comes before the op although the wire has it after. */
  private cell(into: Cell[]): number {
    if (!this.sees(tag.name)) throw invalid('Cell data broken, attr has no name.');
    const length = this.int32();
    const from = this.take(length);
    const name = this.bytes.toString('utf8', from, this.at);
    let crc = crc8Bytes(0, this.bytes, from, this.at);
    const cell: { name: string; value?: Value | Marker; op?: number; timestamp?: bigint } = { name };
    if (this.sees(tag.value)) {
      this.take(4);
      const start = this.at;
      const { value, end } = readVariant(this.bytes, start, name);
      this.at = end;
      cell.value = value;
      crc = crc8Bytes(crc, this.bytes, start, end);
    }
    if (this.sees(tag.op)) cell.op = this.byte();
    if (this.sees(tag.timestamp)) {
      const start = this.take(8);
      cell.timestamp = this.bytes.readBigInt64LE(start);
      crc = crc8Bytes(crc, this.bytes, start, start + 8);
    }
    if (cell.op !== undefined) crc = crc8(crc, cell.op);
    if (!this.sees(tag.cellCrc)) throw invalid('Cell data broken, cell is not end with checksum[0x0A] tag.');
    this.expectCrc(crc);
    into.push(cell);
    return crc;
  }

  private expectCrc(expected: number): void {
    const actual = this.byte();
    if (actual !== expected) throw invalid(`Cell data broken, checksum is mismatch, ${actual}:${expected}.`);
  }

  private sees(wanted: number): boolean {
    if (this.bytes[this.at] !== wanted) return false;
    this.at++;
    return true;
  }

  private byte(): number {
    return this.bytes.readUInt8(this.take(1));
  }

  private int32(): number {
    return this.bytes.readInt32LE(this.take(4));
  }

  /** Moves past this many bytes and returns where they begin. */
  private take(length: number): number {
    const from = this.at;
    if (length < 0 || from + length > this.bytes.length) throw invalid('data format is invalid.');
    this.at += length;
    return from;
  }
}
