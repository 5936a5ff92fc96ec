/** A write to one row, as read from the request: put, update or delete. */
import { type Condition, type ConditionMessage, readCondition } from './condition';
import { type KeyBound, readKey } from './key';
import { checkAttributeBytes, checkColumnCount, checkColumnName } from './limits';
import { type Cell, op, type WireRow } from './plainbuffer/format';
import { readRow } from './plainbuffer/read';
import { invalid } from './refusal';
import { AUTO_INCREMENT, sizeOf, type Value } from './value';

export interface ReturnContent {
  /** RT_NONE 0, RT_PK 1, RT_AFTER_MODIFY 2. */
  returnType?: number;
  returnColumnNames?: string[];
}

export interface Conditional {
  condition: ConditionMessage;
  returnContent?: ReturnContent;
}

export type Kind = 'put' | 'update' | 'delete';

export type Edit =
  | { readonly edit: 'put'; readonly name: string; readonly value: Value; readonly timestamp: bigint | undefined }
  | { readonly edit: 'increment'; readonly name: string; readonly by: bigint; readonly timestamp: bigint | undefined }
  | { readonly edit: 'delete-one'; readonly name: string; readonly timestamp: bigint }
  | { readonly edit: 'delete-all'; readonly name: string };

export interface Change {
  readonly kind: Kind;
  readonly key: readonly KeyBound[];
  readonly edits: readonly Edit[];
  readonly condition: Condition;
  readonly returns: ReturnContent;
  /** The bytes the service counts for it. */
  readonly bytes: number;
}

/** What is wrong here is wrong whatever the table holds: in a batch it refuses the whole request. */
export function readChange(kind: Kind, bytes: Buffer, { condition, returnContent }: Conditional): Change {
  const row = readRow(bytes);
  checkMarker(kind, row);
  const key = readKey(row.key, kind === 'delete' ? [] : [AUTO_INCREMENT]);
  const keyNames = new Set(key.map(({ name }) => name));
  checkColumnCount(row.cells.length);
  const edits = row.cells.map((cell) => readEdit(kind, cell, keyNames));
  return {
    kind,
    key,
    edits,
    condition: readCondition(condition),
    returns: returnContent ?? {},
    bytes: [...row.key, ...row.cells].reduce((sum, cell) => sum + cellBytes(cell), 0),
  };
}

function checkMarker(kind: Kind, row: WireRow): void {
  if (kind === 'delete') {
    if (!row.deleted) throw invalid('Invalid request of delete row: missing RowDeleteMarker in request.');
    if (row.cells.length > 0) throw invalid('Invalid delete row request: unexpected cells in request.');
    return;
  }
  if (row.deleted) throw invalid('Invalid request of put/update row: unexpected RowDeleteMarker in request.');
  if (kind === 'update' && row.cells.length === 0)
    throw invalid('Invalid update row request: missing cells in request.');
}

function readEdit(kind: Kind, cell: Cell, keyNames: ReadonlySet<string>): Edit {
  const { name, value, timestamp } = cell;
  checkColumnName(name);
  if (keyNames.has(name)) throw invalid(`Duplicated attribute column name with primary key column: '${name}'.`);
  if (kind === 'put' && cell.op !== undefined)
    throw invalid(`OpType cannot be given for column name: '${name}' in PutRow.`);
  if (cell.op === op.deleteAll || cell.op === op.deleteOne) return readDeletion(cell);
  if (value === undefined) throw invalid(`Cell data broken, attr has no value, name: '${name}'.`);
  if (typeof value === 'symbol') throw invalid(`VT_${value.description} is an invalid type for the attribute column.`);
  if (cell.op === op.increment) {
    if (typeof value !== 'bigint') throw invalid(`Invalid column type, only INTEGER can be incremented: '${name}'.`);
    return { edit: 'increment', name, by: value, timestamp };
  }
  if (cell.op !== undefined) throw invalid(`Invalid op type of cell: ${cell.op}.`);
  checkAttributeBytes(name, sizeOf(value));
  return { edit: 'put', name, value, timestamp };
}

function readDeletion({ name, value, timestamp, op: kind }: Cell): Edit {
  if (value !== undefined)
    throw invalid('Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.');
  if (kind === op.deleteAll) {
    if (timestamp !== undefined) throw invalid('Timestamp cannot be given when type is DELETE_ALL_VERSION.');
    return { edit: 'delete-all', name };
  }
  if (timestamp === undefined) throw invalid('Timestamp must be given when type is DELETE_ONE_VERSION.');
  return { edit: 'delete-one', name, timestamp };
}

function cellBytes({ name, value }: Cell): number {
  return name.length + (value === undefined || typeof value === 'symbol' ? 0 : sizeOf(value));
}
