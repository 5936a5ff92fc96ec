/** ListTable: the names of all tables. */
import type { Context } from '../operation';

export interface ListTableResponse {
  tableNames: string[];
}

export function listTable(_request: object, { store }: Context): ListTableResponse {
  return { tableNames: store.names() };
}
