/** Rows in columns, also when there are more than the package lays out at once. */
import { expect, it } from 'vitest';
import { inColumns } from '../../cli/table';

it('has the same columns from the first row to the last', () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => [i === 4_999 ? 'the widest cell' : '中文', String(i)]);
  const lines = inColumns(['NAME', 'NUMBER'], rows);
  expect(lines).toHaveLength(5_001);
  expect([lines[0], lines[1], lines.at(-1)]).toEqual([
    'NAME             NUMBER',
    '中文             0',
    'the widest cell  4999',
  ]);
});
