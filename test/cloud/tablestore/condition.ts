/** The condition of a write: whether the row must exist, and what its columns must hold. */
import { readFilter, type Test } from './filter';
import { conditionFailed, invalid } from './refusal';
import { type Row, valuesOf } from './row';

export interface ConditionMessage {
  /** IGNORE 0, EXPECT_EXIST 1, EXPECT_NOT_EXIST 2. */
  rowExistence: number;
  columnCondition?: Buffer;
}

export interface Condition {
  readonly existence: 'ignore' | 'exist' | 'not-exist';
  readonly columns?: Test;
}

export function readCondition(message: ConditionMessage): Condition {
  const existence = existences[message.rowExistence];
  if (existence === undefined) throw invalid(`Invalid row-existence expectation: ${message.rowExistence}.`);
  const filter = readFilter(message.columnCondition);
  if (filter?.pagination !== undefined) throw invalid('Invalid condition: ColumnPaginationFilter.');
  return filter === undefined ? { existence } : { existence, columns: filter.passes };
}

const existences: Readonly<Record<number, Condition['existence']>> = { 0: 'ignore', 1: 'exist', 2: 'not-exist' };

/** A row that is missing has no columns: each column condition then says itself whether it passes. */
export function checkCondition(condition: Condition, row: Row | undefined): void {
  if (condition.existence === 'not-exist' && row !== undefined)
    throw conditionFailed('Row exists which is expected nonexistent');
  if (condition.existence === 'exist' && row === undefined)
    throw conditionFailed('Row does not exist which is expected existent');
  if (condition.columns?.((name) => valuesOf(row, name)) === false) throw conditionFailed();
}
