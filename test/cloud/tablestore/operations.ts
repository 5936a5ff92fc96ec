/** Every operation by the name in its path. */
import { batchGetRow } from './actions/batch-get-row';
import { batchWriteRow } from './actions/batch-write-row';
import { createTable } from './actions/create-table';
import { deleteRow } from './actions/delete-row';
import { deleteTable } from './actions/delete-table';
import { describeTable } from './actions/describe-table';
import { getRange } from './actions/get-range';
import { getRow } from './actions/get-row';
import { listTable } from './actions/list-table';
import { putRow } from './actions/put-row';
import { updateRow } from './actions/update-row';
import { updateTable } from './actions/update-table';
import { type Operation, operation } from './operation';

export const operations: ReadonlyMap<string, Operation> = new Map([
  ['CreateTable', operation('CreateTable', createTable)],
  ['DescribeTable', operation('DescribeTable', describeTable)],
  ['ListTable', operation('ListTable', listTable)],
  ['UpdateTable', operation('UpdateTable', updateTable)],
  ['DeleteTable', operation('DeleteTable', deleteTable)],
  ['GetRow', operation('GetRow', getRow)],
  ['PutRow', operation('PutRow', putRow)],
  ['UpdateRow', operation('UpdateRow', updateRow)],
  ['DeleteRow', operation('DeleteRow', deleteRow)],
  ['GetRange', operation('GetRange', getRange)],
  ['BatchGetRow', operation('BatchGetRow', batchGetRow)],
  ['BatchWriteRow', operation('BatchWriteRow', batchWriteRow)],
]);
