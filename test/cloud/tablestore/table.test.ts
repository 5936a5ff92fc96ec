/** The store behind a table. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from './row';
import { Table } from './table';

const empty = () => new Table({ tableName: 't', primaryKey: [{ name: 'k', type: 2 }] }, { maxVersions: 1 }, {}, 0);
const row = (value: string): Row => ({ key: [{ name: 'k', value }], columns: [] });
const names = (rows: Iterable<Row>) => [...rows].map(({ key }) => key[0]?.value);

test('any history of writes and deletes leaves the rows in order, read either way', () => {
  const key = fc.constantFrom(...'abcdefgh');
  const step = fc.record({ key, act: fc.constantFrom('set', 'delete', 'read') });
  fc.assert(
    fc.property(fc.array(step), key, key, (steps, from, to) => {
      const table = empty();
      const model = new Set<string>();
      for (const { key, act } of steps) {
        if (act === 'set') model.add(key);
        if (act === 'delete') model.delete(key);
        if (act === 'read') table.all();
        else table.set(key, act === 'set' ? row(key) : undefined);
      }
      const expected = [...model].sort();
      expect(names(table.all())).toEqual(expected);
      expect(names(table.range(from, `${to}z`))).toEqual(
        from <= to
          ? expected.filter((k) => k >= from && k <= to)
          : expected.filter((k) => k <= from && k > to).reverse(),
      );
    }),
  );
});

test('numbers for a key only grow, also within one millisecond', () => {
  const table = empty();
  expect([table.nextNumber(1), table.nextNumber(1), table.nextNumber(2), table.nextNumber(1)]).toEqual([
    1000n,
    1001n,
    2000n,
    2001n,
  ]);
});
