/** Many rows at once: cut to the service's limits, with the result of every row, and repeated for the rows that need it. */
import type TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { TablestoreClient } from './tablestore-client';
import type { Columns } from './tablestore-rows';
import { keyOf, readColumns } from './tablestore-values';

/** https://www.alibabacloud.com/help/en/tablestore/product-overview/general-limits */
const ROWS_IN_WRITE = 200;
const ROWS_IN_GET = 100;

export type RowWrite = TS.BatchWriteRowParams['tables'][number]['rows'][number];

/** `condition`: the row was not as the condition wants it, which is an answer and no error. */
export type RowResult = 'written' | 'condition' | TablestoreError;

/** Codes for a request that is refused as a whole though only one of its rows may be to blame. */
const BLAMES_ALL = new Set(['OTSParameterInvalid', 'OTSInvalidPK', 'OTSRequestBodyTooLarge']);

export interface Batches {
  /** The result of each row, in order. One row that can't be written does not keep the others from it. */
  write(rows: readonly RowWrite[]): Promise<RowResult[]>;
  /** The same for many values, made to rows one request at a time: a row to be written takes several times the memory of a task. */
  writeAll<T>(values: readonly T[], toRow: (value: T) => RowWrite): Promise<RowResult[]>;
  /** The columns of those rows that exist, by id. */
  get(list: string, ids: readonly string[], columns?: string[]): Promise<Map<string, Columns>>;
}

export function createBatches(client: TablestoreClient, tableName: string): Batches {
  return {
    write: (rows) => writeAll(rows, (row) => row),
    writeAll,

    async get(list, ids, columnsToGet) {
      const found = new Map<string, Columns>();
      for (const chunk of chunks(ids, ROWS_IN_GET)) {
        const primaryKey = chunk.map((id) => keyOf(list, id)) as TS.RowParamsInBatchGet['primaryKey'];
        const { tables } = await client.request('BatchGetRow', async (sdk) => {
          const answer = await sdk.batchGetRow({
            tables: [{ tableName, primaryKey, maxVersions: 1, ...(columnsToGet && { columnsToGet }) }],
          });
          const bad = answer.tables.flat().find((row) => !row.isOk);
          if (bad) throw refusalOf('BatchGetRow', bad);
          return answer;
        });
        for (const row of tables.flat()) {
          const id = row.primaryKey?.find(({ name }) => name === 'id')?.value;
          if (id !== undefined) found.set(String(id), readColumns(row.attributes));
        }
      }
      return found;
    },
  };

  async function writeAll<T>(values: readonly T[], toRow: (value: T) => RowWrite): Promise<RowResult[]> {
    const results: RowResult[] = [];
    for (const chunk of chunks(values, ROWS_IN_WRITE)) results.push(...(await writeChunk(chunk.map(toRow))));
    return results;
  }

  function toResult(row: TS.RowInBatch): RowResult {
    if (row.isOk) return 'written';
    if (row.errorCode === 'OTSConditionCheckFail') return 'condition';
    return refusalOf('BatchWriteRow', row);
  }

  function refusalOf(operation: string, { errorCode, errorMessage }: TS.RowInBatch): TablestoreError {
    return client.refusal(operation, errorCode ?? 'UnknownError', errorMessage ?? 'a row was refused');
  }

  async function writeChunk(rows: readonly RowWrite[]): Promise<RowResult[]> {
    const results = new Map<RowWrite, RowResult>();
    try {
      await client.request('BatchWriteRow', async (sdk) => {
        // A repetition writes only the rows that are not through yet.
        const open = rows.filter((row) => !(results.has(row) && !isRepeatable(results.get(row))));
        const answer = await sdk.batchWriteRow({ tables: [{ tableName, rows: open }] });
        answer.tables.flat().forEach((row, i) => {
          const written = open[i];
          if (written) results.set(written, toResult(row));
        });
        const again = [...results.values()].find(isRepeatable);
        if (again) throw again;
      });
    } catch (error) {
      if (!(error instanceof TablestoreError)) throw error;
      if (BLAMES_ALL.has(error.code) && rows.length > 1) {
        const middle = Math.ceil(rows.length / 2);
        return [...(await writeChunk(rows.slice(0, middle))), ...(await writeChunk(rows.slice(middle)))];
      }
      for (const row of rows) if (!results.has(row)) results.set(row, error);
    }
    return rows.map((row) => results.get(row) ?? missingAnswer());
  }
}

export function failures(results: readonly RowResult[]): TablestoreError[] {
  return results.filter((result) => result instanceof TablestoreError);
}

/** @throws {TablestoreError} the first of the failures, if there is one */
export function throwFirst(results: readonly RowResult[]): void {
  const [first] = failures(results);
  if (first) throw first;
}

function isRepeatable(result: RowResult | undefined): result is TablestoreError {
  return result instanceof TablestoreError && !result.permanent;
}

function missingAnswer(): TablestoreError {
  return new TablestoreError('BatchWriteRow', 'MissingAnswer', 'BatchWriteRow: a row has no result', true);
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}
