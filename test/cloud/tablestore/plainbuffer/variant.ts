/** One value in PlainBuffer: a type byte, then its body. Filters carry their value in this form alone. */
import { isUtf8 } from 'node:buffer';
import { invalid } from '../refusal';
import { AUTO_INCREMENT, INF_MAX, INF_MIN, type Marker, type Value } from '../value';
import { type } from './format';

export interface Variant {
  readonly value: Value | Marker;
  /** Where the bytes after it begin. */
  readonly end: number;
}

export function readVariant(bytes: Buffer, start: number, column: string): Variant {
  const body = start + 1;
  switch (bytes[start]) {
    case type.integer:
      return { value: bytes.readBigInt64LE(within(bytes, body, 8)), end: body + 8 };
    case type.double:
      return { value: finite(bytes.readDoubleLE(within(bytes, body, 8))), end: body + 8 };
    case type.boolean:
      return { value: bytes.readUInt8(within(bytes, body, 1)) !== 0, end: body + 1 };
    case type.string: {
      const text = sized(bytes, body);
      if (!isUtf8(text)) throw invalid(`Value of column '${column}' must be UTF8 encoding.`);
      return { value: text.toString('utf8'), end: body + 4 + text.length };
    }
    case type.binary: {
      const blob = sized(bytes, body);
      return { value: Buffer.from(blob), end: body + 4 + blob.length };
    }
    case type.infMin:
      return { value: INF_MIN, end: body };
    case type.infMax:
      return { value: INF_MAX, end: body };
    case type.autoIncrement:
      return { value: AUTO_INCREMENT, end: body };
    default:
      throw invalid('data format is invalid, unknown variant type occured.');
  }
}

function sized(bytes: Buffer, at: number): Buffer {
  const length = bytes.readInt32LE(within(bytes, at, 4));
  if (length < 0) throw invalid(`Cell data broken, wrong string format, size: ${length}.`);
  within(bytes, at + 4, length);
  return bytes.subarray(at + 4, at + 4 + length);
}

function within(bytes: Buffer, at: number, length: number): number {
  if (at + length > bytes.length) throw invalid('data format is invalid.');
  return at;
}

function finite(value: number): number {
  if (Number.isNaN(value)) throw invalid("NaN can't be set to double value.");
  if (!Number.isFinite(value)) throw invalid("Infinity can't be set to double value.");
  return value;
}
