/** UpdateTable: changes options and reserved capacity, and answers what is in force after it. */
import type { CapacityUnit } from '../capacity';
import type { Context } from '../operation';
import { invalid } from '../refusal';
import type { Table, TableNamed } from '../table';
import { checkTableOptions, type TableOptions } from '../table-options';

export interface UpdateTableRequest extends TableNamed {
  reservedThroughput?: { capacityUnit: CapacityUnit };
  tableOptions?: TableOptions;
}

export interface ThroughputDetails {
  capacityUnit: CapacityUnit;
  lastIncreaseTime: number;
}

export interface UpdateTableResponse {
  reservedThroughputDetails: ThroughputDetails;
  tableOptions: TableOptions;
}

export function updateTable(request: UpdateTableRequest, { store }: Context): UpdateTableResponse {
  const table = store.find(request.tableName);
  const { tableOptions, reservedThroughput } = request;
  if (tableOptions !== undefined && Object.keys(tableOptions).length === 0)
    throw invalid('No parameter is specified in table options.');
  if (tableOptions === undefined && reservedThroughput === undefined)
    throw invalid('No parameter is specified in UpdateTable.');
  checkTableOptions(tableOptions ?? {});
  table.options = { ...table.options, ...tableOptions };
  table.reserved = { ...table.reserved, ...reservedThroughput?.capacityUnit };
  return inForce(table);
}

export function inForce(table: Table): UpdateTableResponse {
  const { read = 0, write = 0 } = table.reserved;
  return {
    reservedThroughputDetails: {
      capacityUnit: { read, write },
      lastIncreaseTime: Math.floor(table.createdAt / 1000),
    },
    tableOptions: {
      ...table.options,
      deviationCellVersionInSec: Number(table.options.deviationCellVersionInSec ?? 86_400),
    },
  };
}
