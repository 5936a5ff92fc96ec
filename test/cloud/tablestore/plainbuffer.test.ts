/** The PlainBuffer codec: by table, by round trip, and against rows the npm SDK writes. */
import fc from 'fast-check';
import TS from 'tablestore';
import { describe, expect, test } from 'vitest';
import type { Cell, WireRow } from './plainbuffer/format';
import { readRow, readRows } from './plainbuffer/read';
import { writeRows } from './plainbuffer/write';
import { AUTO_INCREMENT, INF_MAX, INF_MIN } from './value';

interface Builder {
  serializeForPutRow(key: TS.PrimaryKeyInput, columns: TS.AttributesInput): Buffer;
  serializeForUpdateRow(key: TS.PrimaryKeyInput, updates: object[]): Buffer;
  serializeForDeleteRow(key: TS.PrimaryKeyInput): Buffer;
  serializePrimaryKey(key: TS.PrimaryKeyInput): Buffer;
}

const sdk = TS as unknown as { PlainBufferBuilder: Builder };
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const head = '75000000 01';
const id7 = '03 04 02000000 6964 05 06000000 03 01000000 37 0a 34';
const key: Cell[] = [{ name: 'id', value: '7' }];

describe('rows written byte by byte', () => {
  const rows: [string, string, WireRow][] = [
    ['a key alone', `${head} ${id7} 09 ad`, { key, cells: [], deleted: false }],
    [
      'an INTEGER',
      `${head} ${id7} 02 03 04 01000000 6e 05 09000000 00 0500000000000000 0a 04 09 1e`,
      { key, cells: [{ name: 'n', value: 5n }], deleted: false },
    ],
    [
      'the deletion of a column',
      `${head} ${id7} 02 03 04 01000000 6e 06 01 0a 24 09 b0`,
      { key, cells: [{ name: 'n', op: 1 }], deleted: false },
    ],
    [
      'the deletion of a version, its timestamp before the op in the checksum only',
      `${head} ${id7} 02 03 04 01000000 6e 06 03 07 e803000000000000 0a 85 09 bd`,
      { key, cells: [{ name: 'n', op: 3, timestamp: 1000n }], deleted: false },
    ],
    ['the deletion of a row', `${head} ${id7} 08 09 aa`, { key, cells: [], deleted: true }],
  ];

  test.each(rows)('%s is read and written', (_, bytes, row) => {
    expect(readRow(hex(bytes))).toEqual(row);
    expect(writeRows([row])).toEqual(hex(bytes));
  });

  test('no rows are no bytes, without a header', () => {
    expect(writeRows([])).toHaveLength(0);
    expect(readRows(Buffer.alloc(0))).toEqual([]);
  });

  test('zeros after the last row are passed over', () => {
    expect(readRow(hex(`${head} ${id7} 09 ad 000000`))).toEqual({ key, cells: [], deleted: false });
  });
});

describe('bytes that are no rows', () => {
  test.each([
    ['no bytes for a row', '', 'Cannot deserialize the request data.'],
    ['another header', '76000000 01', 'mismatch header'],
    ['nothing after the header', '75000000', 'Cannot deserialize the request data.'],
    ['no key tag', `75000000 02 ${id7}`, 'no PK follow PKTag'],
    ['an empty key', `${head} 09 00`, 'PK is empty'],
    ['a wrong cell checksum', `${head} ${id7.replace(/34$/, '35')} 09 ad`, 'checksum is mismatch, 53:52'],
    ['a wrong row checksum', `${head} ${id7} 09 ae`, 'checksum is mismatch, 174:173'],
    ['no row checksum', `${head} ${id7}`, 'row is not end with checksum'],
    ['a cell without its checksum', `${head} ${id7.replace('0a 34', '')} 09 ad`, 'cell is not end with checksum'],
    ['a name that runs out', `${head} 03 04 ff000000 6964`, 'data format is invalid'],
    ['a negative length', `${head} 03 04 ffffffff 6964`, 'data format is invalid'],
    ['a string that runs out', `${head} 03 04 02000000 6964 05 06000000 03 ff000000 37`, 'data format is invalid'],
    ['a string of negative length', `${head} 03 04 02000000 6964 05 06000000 03 ffffffff`, 'wrong string format'],
    ['an unknown type', `${head} 03 04 02000000 6964 05 01000000 06`, 'unknown variant type'],
    ['a string that is not UTF-8', `${head} 03 04 02000000 6964 05 06000000 03 01000000 ff`, 'must be UTF8'],
    ['a double that is no number', `${head} 03 04 02000000 6964 05 09000000 01 000000000000f87f`, "NaN can't be set"],
    ['an infinite double', `${head} 03 04 02000000 6964 05 09000000 01 000000000000f07f`, "Infinity can't be set"],
    ['something after the zeros', `${head} ${id7} 09 ad 0001`, 'data format is invalid'],
    ['a second row', `${head} ${id7} 09 ad 01 ${id7} 09 ad`, 'has more data'],
  ])('%s', (_, bytes, message) => {
    expect(() => readRow(hex(bytes))).toThrow(message);
  });
});

describe('any rows', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/);
  const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  const binary = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const text = fc.string({ unit: 'grapheme', maxLength: 300 });
  const marker = fc.constantFrom(INF_MIN, INF_MAX, AUTO_INCREMENT);
  const row = fc.record<WireRow>({
    key: fc.array(fc.record<Cell>({ name, value: fc.oneof(integer, text, binary, marker) }), { minLength: 1 }),
    cells: fc.array(
      fc.record<Cell, 'name'>(
        {
          name,
          value: fc.oneof(integer, double, fc.boolean(), text, binary),
          op: fc.constantFrom(1, 3, 4),
          timestamp: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        },
        { requiredKeys: ['name'] },
      ),
    ),
    deleted: fc.boolean(),
  });

  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(readRows(writeRows(rows))).toEqual(rows);
      }),
    );
  });

  test('with one bit of a value turned are refused', () => {
    const value = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(value, fc.nat(), fc.nat({ max: 7 }), (value, where, bit) => {
        const bytes = writeRows([{ key: [{ name: 'id', value }], cells: [], deleted: false }]);
        const at = bytes.length - 4 - value.length + (where % value.length);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        expect(() => readRows(bytes)).toThrow('checksum is mismatch');
      }),
    );
  });
});

describe("the npm SDK's own rows", () => {
  const long = TS.Long.fromString('-9007199254740993');
  const input: TS.PrimaryKeyInput = [{ s: 'ключ' }, { n: long }, { b: Buffer.from([0, 255]) }];
  const read: Cell[] = [
    { name: 's', value: 'ключ' },
    { name: 'n', value: -9007199254740993n },
    { name: 'b', value: Buffer.from([0, 255]) },
  ];
  const { PlainBufferBuilder: builder } = sdk;

  test('a put with every type and a timestamp', () => {
    const columns = [{ i: long }, { d: 1.5 }, { t: true }, { s: '✓', timestamp: 1000 }, { b: Buffer.alloc(3, 7) }];
    expect(readRow(builder.serializeForPutRow(input, columns))).toEqual({
      key: read,
      cells: [
        { name: 'i', value: -9007199254740993n },
        { name: 'd', value: 1.5 },
        { name: 't', value: true },
        { name: 's', value: '✓', timestamp: 1000n },
        { name: 'b', value: Buffer.alloc(3, 7) },
      ],
      deleted: false,
    });
  });

  test('an update with every op', () => {
    const updates = [
      { PUT: [{ a: 'x' }] },
      { DELETE: [{ b: 1000 }] },
      { DELETE_ALL: ['c'] },
      { INCREMENT: [{ d: long }] },
    ];
    expect(readRow(builder.serializeForUpdateRow(input, updates)).cells).toEqual([
      { name: 'a', value: 'x' },
      { name: 'b', op: 3, timestamp: 1000n },
      { name: 'c', op: 1 },
      { name: 'd', op: 4, value: -9007199254740993n },
    ]);
  });

  test('a delete, and the ends of a range', () => {
    expect(readRow(builder.serializeForDeleteRow(input))).toEqual({ key: read, cells: [], deleted: true });
    expect(readRow(builder.serializePrimaryKey([{ s: TS.INF_MIN }, { n: TS.INF_MAX }])).key).toEqual([
      { name: 's', value: INF_MIN },
      { name: 'n', value: INF_MAX },
    ]);
  });
});
