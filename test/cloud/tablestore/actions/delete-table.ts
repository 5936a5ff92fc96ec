/** DeleteTable: the table and all its rows are gone. */
import type { Context } from '../operation';
import type { TableNamed } from '../table';

export function deleteTable({ tableName }: TableNamed, { store }: Context): object {
  store.drop(tableName);
  return {};
}
