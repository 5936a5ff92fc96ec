/** The checksum of PlainBuffer: crc-8, polynomial 0x07, start 0. */

const table = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  return crc;
});

export function crc8(crc: number, byte: number): number {
  return table[(crc ^ byte) & 0xff] ?? 0;
}

export function crc8Bytes(crc: number, bytes: Uint8Array, from = 0, to = bytes.length): number {
  let result = crc;
  for (let i = from; i < to; i++) result = crc8(result, bytes[i] ?? 0);
  return result;
}
