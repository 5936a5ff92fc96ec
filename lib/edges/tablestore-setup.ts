/** The table itself: made, looked at, and waited for. */
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { TablestoreClient } from './tablestore-client';
import { createRowTrials } from './tablestore-trials';

export interface TableFacts {
  /** Such as ["list STRING", "id STRING"]. */
  readonly key: readonly string[];
  /** Seconds a row is kept; -1 for ever. */
  readonly timeToLive: number;
}

/** All methods throw {TablestoreError}. */
export interface Table {
  /** Makes the table if there is none; the right key is not checked in one that is there. */
  create(timeToLive: number): Promise<'made' | 'there'>;
  /** Undefined when there is no such table. */
  describe(): Promise<TableFacts | undefined>;
  /** A new table can not be read for some seconds. */
  isReady(): Promise<boolean>;
}

export function createTable(client: TablestoreClient, tableName: string): Table {
  return {
    async create(timeToLive) {
      try {
        await client.request('CreateTable', (sdk) =>
          sdk.createTable({
            tableMeta: {
              tableName,
              primaryKey: [
                { name: 'list', type: 'STRING' },
                { name: 'id', type: 'STRING' },
              ],
            },
            // Pay for what is used, and for nothing in advance.
            reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
            tableOptions: { timeToLive, maxVersions: 1 },
          }),
        );
        return 'made';
      } catch (error) {
        if (isCode(error, 'OTSObjectAlreadyExist')) return 'there';
        throw error;
      }
    },

    async describe() {
      try {
        const { tableMeta, tableOptions } = await client.request('DescribeTable', (sdk) =>
          sdk.describeTable({ tableName }),
        );
        return {
          key: tableMeta.primaryKey.map(({ name, type }) => `${name} ${nameOf(type)}`),
          timeToLive: tableOptions.timeToLive,
        };
      } catch (error) {
        if (isCode(error, 'OTSObjectNotExist')) return undefined;
        throw error;
      }
    },

    async isReady() {
      try {
        await createRowTrials(client, tableName).getRange();
        return true;
      } catch (error) {
        // A table so new may also not be known everywhere yet.
        if (isCode(error, 'OTSTableNotReady') || isCode(error, 'OTSObjectNotExist')) return false;
        throw error;
      }
    },
  };
}

/** The package gives the number of a type. */
function nameOf(type: unknown): string {
  return Object.entries(TS.PrimaryKeyType).find(([, number]) => number === type)?.[0] ?? String(type);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof TablestoreError && error.code === code;
}
