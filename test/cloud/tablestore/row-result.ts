/** The result of one row in a batch: a refusal is that row's own and does not touch the others. */
import { type Consumed, refusedUnits } from './capacity';
import type { Context } from './operation';
import { Refusal } from './refusal';

export interface RowInBatchResponse {
  isOk: boolean;
  error?: { code: string; message: string };
  consumed?: Consumed;
  row?: Buffer;
}

export interface BatchResponse {
  tables: { tableName: string; rows: RowInBatchResponse[] }[];
}

export function rowResult(
  operation: string,
  { spent }: Context,
  act: () => Omit<RowInBatchResponse, 'isOk'>,
): RowInBatchResponse {
  try {
    return { isOk: true, ...act() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Spent, but not in the answer, where a row that failed has its error instead.
    spent(refusedUnits(operation, error));
    return { isOk: false, error: { code: error.code, message: error.message } };
  }
}
