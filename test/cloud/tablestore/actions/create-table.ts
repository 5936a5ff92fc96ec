/** CreateTable: name, key columns and options checked; secondary indexes are not offered here. */
import type { CapacityUnit } from '../capacity';
import { type KeySchema, keyTypes } from '../key';
import { checkColumnName, checkTableName, maxKeyColumns } from '../limits';
import type { Context } from '../operation';
import { invalid } from '../refusal';
import { Table, type TableMeta } from '../table';
import { checkTableOptions, type TableOptions } from '../table-options';

export interface CreateTableRequest {
  tableMeta: TableMeta;
  reservedThroughput: { capacityUnit: CapacityUnit };
  tableOptions?: TableOptions;
  indexMetas?: object[];
}

export function createTable(request: CreateTableRequest, { store, now }: Context): object {
  const { tableMeta, tableOptions = {}, reservedThroughput, indexMetas } = request;
  const { primaryKey = [] } = tableMeta;
  checkTableName(tableMeta.tableName);
  checkKeyColumns(primaryKey, tableMeta.tableName);
  if (indexMetas !== undefined) throw invalid('Secondary indexes are not supported by this server.');
  if (tableOptions.timeToLive === undefined) throw invalid('Time-to-live is missing while creating table.');
  if (tableOptions.maxVersions === undefined) throw invalid('MaxVersions is missing while creating table.');
  checkTableOptions(tableOptions);
  const options = { deviationCellVersionInSec: 86_400, allowUpdate: true, ...tableOptions };
  store.create(new Table({ ...tableMeta, primaryKey }, options, reservedThroughput.capacityUnit, now));
  return {};
}

function checkKeyColumns(columns: readonly KeySchema[], table: string): void {
  if (columns.length < 1 || columns.length > maxKeyColumns)
    throw invalid(`The number of primary key columns must be in range: [1, ${maxKeyColumns}].`);
  const names = new Set<string>();
  for (const { name, type } of columns) {
    checkColumnName(name);
    if (names.has(name)) throw invalid(`Duplicated primary key name: '${name}'.`);
    names.add(name);
    if (keyTypes[type] === undefined) throw invalid(`${type} is an invalid type for the primary key.`);
  }
  const automatic = columns.filter(({ option }) => option === 1);
  if (automatic.length > 1) throw invalid('AUTO_INCREMENT primary key count must <= 1.');
  if (automatic.some(({ type }) => type !== 1)) throw invalid('AUTO_INCREMENT primary key must be integer.');
  if (columns[0]?.option === 1) throw invalid(`First primary key can't be auto increment, table: ${table}.`);
}
