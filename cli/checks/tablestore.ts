/** Tablestore answers, takes the credentials, has the table, and lets the command read and write it. */
import type { Table } from '../../lib/edges/tablestore-setup';
import { TablestoreError } from '../../lib/errors';
import type { RowTrials } from '../../lib/trials';
import { adviceFor } from '../advice';
import { faultsOf } from '../table-faults';
import { type Finding, right, skipped, wrong } from './check';

const SERVICE = 'Tablestore';
const TABLE = 'table';

/** @param name of the table */
export async function checkTablestore(table: Table, rows: RowTrials, name: string): Promise<Finding[]> {
  try {
    const facts = await table.describe();
    const reached = right(SERVICE, 'it answers and takes the access key');
    if (!facts) return [reached, wrong(TABLE, `there is no table ${name}`, 'make it with "cdn-tasks setup"')];
    const [fault] = faultsOf(facts);
    if (fault) return [reached, wrong(TABLE, `${name}: ${fault}`)];
    return [reached, ...(await checkRows(table, rows, name, facts.timeToLive))];
  } catch (error) {
    if (!(error instanceof TablestoreError)) throw error;
    if (isForbidden(error)) return [right(SERVICE, 'it answers and takes the access key'), notAllowed(name, error)];
    return [
      wrong(SERVICE, error.message, adviceFor(error)),
      skipped(TABLE, 'not checked, since Tablestore gave no answer'),
    ];
  }
}

/** One finding for each thing that is wrong, or one that all is right. */
async function checkRows(table: Table, rows: RowTrials, name: string, timeToLive: number): Promise<Finding[]> {
  const wrongs: Finding[] = [];
  for (const attempt of [() => table.isReady(), () => rows.batchGetRow(), () => rows.batchWriteRow()]) {
    try {
      if ((await attempt()) === false) return [wrong(TABLE, `${name} is being made`, 'try again in a minute')];
    } catch (error) {
      if (!(error instanceof TablestoreError)) throw error;
      if (!isForbidden(error)) return [wrong(TABLE, error.message, adviceFor(error))];
      wrongs.push(notAllowed(name, error));
    }
  }
  const kept = timeToLive === -1 ? 'for ever' : `for ${Math.floor(timeToLive / 86_400)} days`;
  return wrongs.length > 0 ? wrongs : [right(TABLE, `${name} can be read and written; its rows are kept ${kept}`)];
}

function isForbidden({ code }: TablestoreError): boolean {
  return code === 'OTSNoPermissionAccess';
}

function notAllowed(name: string, error: TablestoreError): Finding {
  return wrong(TABLE, `${name} is not open to this access key for ots:${error.operation}`, adviceFor(error));
}
