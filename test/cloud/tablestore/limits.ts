/** Tablestore's limits and naming rule, each with the error the service answers beyond it. */
import { invalid } from './refusal';

// https://www.alibabacloud.com/help/en/tablestore/developer-reference/error-codes
export const maxKeyColumns = 4;
export const maxKeyBytes = 1024;
export const maxAttributeBytes = 2 * 1024 * 1024;
export const maxColumnsInRow = 1024;
export const maxColumnsToGet = 128;
export const maxFilters = 10;
// https://www.alibabacloud.com/help/doc-detail/27311.htm
export const maxBatchWriteRows = 200;
export const maxBatchGetRows = 100;
export const maxWriteBytes = 4 * 1024 * 1024;
// https://www.alibabacloud.com/help/doc-detail/27309.html
export const maxRangeRows = 5000;
export const maxRangeBytes = 4 * 1024 * 1024;
/** No page states it; above the largest legal batch with all its framing. */
export const maxBodyBytes = 16 * 1024 * 1024;

const wellFormed = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

export function checkTableName(name: string): void {
  if (!wellFormed.test(name)) throw invalid(`Invalid table name: '${name}'.`);
}

export function checkColumnName(name: string): void {
  if (!wellFormed.test(name)) throw invalid(`Invalid column name: '${name}'.`);
}

export function checkKeyBytes(name: string, bytes: number): void {
  if (bytes <= maxKeyBytes) return;
  throw invalid(
    `The length of primary key column: '${name}' exceeds the MaxLength: ${maxKeyBytes} with CurrentLength: ${bytes}.`,
  );
}

export function checkAttributeBytes(name: string, bytes: number): void {
  if (bytes <= maxAttributeBytes) return;
  throw invalid(
    `The length of attribute column: '${name}' exceeded the MaxLength: ${maxAttributeBytes} with Current Length: ${bytes}.`,
  );
}

export function checkColumnCount(count: number): void {
  if (count <= maxColumnsInRow) return;
  throw invalid(
    `The number of attribute columns exceeds the limit, limit count: ${maxColumnsInRow}, column count: ${count}.`,
  );
}

export function checkWriteBytes(operation: string, bytes: number): void {
  if (bytes <= maxWriteBytes) return;
  throw invalid(
    `The total data size of ${operation} request exceeds the limit, limit size: ${maxWriteBytes}, data size: ${bytes}.`,
  );
}
