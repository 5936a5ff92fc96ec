/** Capacity units: what a read or a write costs, one for every 4 KB begun. */
import type { Condition } from './condition';
import type { Refusal } from './refusal';
import { type Row, rowBytes } from './row';

export interface CapacityUnit {
  read?: number;
  write?: number;
}

export interface Consumed {
  capacityUnit: Required<CapacityUnit>;
}

const unitBytes = 4096;

/**
 * A read, of one row or of all rows of a range together. A missing row, and a range of nothing, cost one unit.
 * https://www.alibabacloud.com/help/en/tablestore/developer-reference/getrange
 */
export function readUnits(bytes: number): Consumed {
  return { capacityUnit: { read: units(bytes), write: 0 } };
}

/**
 * A write that took place, of `bytes` of key and columns; a deletion writes the key alone.
 * 1. A row-existence condition also reads the key.
 * 2. A condition on columns also reads the row as it was; the key is then read with it.
 * https://www.alibabacloud.com/help/en/tablestore/developer-reference/putrow
 * https://www.alibabacloud.com/help/en/tablestore/latest/conditional-update
 */
export function writeUnits(
  bytes: number,
  { existence, columns }: Condition,
  key: Row['key'],
  before: Row | undefined,
): Consumed {
  const write = units(bytes);
  if (columns) return { capacityUnit: { read: units(before ? rowBytes(before) : 0), write } };
  const read = existence === 'ignore' ? 0 : units(rowBytes({ key, columns: [] }));
  return { capacityUnit: { read, write } };
}

/**
 * What a refusal costs, of a request or of a row in a batch:
 * 1. nothing, when the service has failed, does not know the caller, or the operation is about tables;
 * 2. a unit of each kind, when a condition was not met;
 * 3. a unit of its own kind, for any other error.
 * The vendor says 2 of row-existence conditions; of column conditions it says only that they are read like data.
 */
export function refusedUnits(operation: string, { status, code }: Refusal): Consumed {
  const kind = operationKinds[operation];
  const free = kind === undefined || status >= 500 || code === 'OTSAuthFailed';
  const both = code === 'OTSConditionCheckFail';
  return {
    capacityUnit: {
      read: !free && (both || kind === 'read') ? 1 : 0,
      write: !free && (both || kind === 'write') ? 1 : 0,
    },
  };
}

const operationKinds: Readonly<Record<string, 'read' | 'write'>> = {
  GetRow: 'read',
  BatchGetRow: 'read',
  GetRange: 'read',
  PutRow: 'write',
  UpdateRow: 'write',
  DeleteRow: 'write',
  BatchWriteRow: 'write',
};

function units(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}
