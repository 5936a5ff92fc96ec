/** DescribeTable: schema, options, capacity, and whether the table can be used yet. */
import type { Context } from '../operation';
import type { TableMeta, TableNamed } from '../table';
import { inForce, type UpdateTableResponse } from './update-table';

export interface DescribeTableResponse extends UpdateTableResponse {
  tableMeta: TableMeta;
  tableStatus: number;
  streamDetails: { enableStream: boolean };
}

const active = 1;
const loading = 3;

export function describeTable({ tableName }: TableNamed, { store, now }: Context): DescribeTableResponse {
  const table = store.find(tableName);
  return {
    tableMeta: table.schema,
    ...inForce(table),
    tableStatus: store.isReady(table, now) ? active : loading,
    streamDetails: { enableStream: false },
  };
}
