/** The conditions under which rows are written, so that no write destroys what another sweep wrote. */
import TS from 'tablestore';
import { FAR_AHEAD } from '../steps/lease';
import type { Task } from '../task';

const { EQUAL, GREATER_THAN } = TS.ComparatorType;
const { EXPECT_EXIST, EXPECT_NOT_EXIST, IGNORE } = TS.RowExistenceExpectation;

/** The row is as it was read, and no later epoch wrote it. A row that holds nothing but its key is waiting. */
export function unchanged(before: Task, epoch: number): TS.Condition {
  const both = new TS.CompositeCondition(TS.LogicalOperator.AND);
  both.addSubCondition(new TS.SingleColumnCondition('state', before.state, EQUAL, before.state === 'waiting'));
  both.addSubCondition(notLaterThan(epoch, epoch));
  return new TS.Condition(EXPECT_EXIST, both);
}

/** The row was last written by this epoch. */
export function writtenBy(epoch: number): TS.Condition {
  return new TS.Condition(EXPECT_EXIST, new TS.SingleColumnCondition('epoch', TS.Long.fromNumber(epoch), EQUAL, false));
}

/** No later epoch than the one that was read has taken the lease, which the next epoch is to have. */
export function notTakenSince(epoch: number | undefined, next: number): TS.Condition {
  if (epoch === undefined) return new TS.Condition(EXPECT_NOT_EXIST, null);
  return new TS.Condition(EXPECT_EXIST, notLaterThan(epoch, next));
}

/**
 * Said as "not greater", which also holds where the epoch is missing or is no integer: a row spoilt by hand can be written. So
 * can one whose epoch is too far ahead of the sweep that writes.
 */
function notLaterThan(epoch: number, writer: number): TS.ColumnCondition {
  const not = new TS.CompositeCondition(TS.LogicalOperator.NOT);
  not.addSubCondition(greaterThan(epoch));
  const either = new TS.CompositeCondition(TS.LogicalOperator.OR);
  either.addSubCondition(not);
  either.addSubCondition(greaterThan(writer + FAR_AHEAD));
  return either;
}

function greaterThan(epoch: number): TS.ColumnCondition {
  return new TS.SingleColumnCondition('epoch', TS.Long.fromNumber(epoch), GREATER_THAN, false);
}

export function always(): TS.Condition {
  return new TS.Condition(IGNORE, null);
}

export function exists(): TS.Condition {
  return new TS.Condition(EXPECT_EXIST, null);
}
