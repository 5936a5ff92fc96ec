/** Tablestore answers, takes the credentials, and has the table. */
import type { Table } from '../../lib/edges/tablestore-setup';
import { TablestoreError } from '../../lib/errors';
import { adviceFor } from '../advice';
import { faultsOf } from '../table-faults';
import { type Finding, right, skipped, wrong } from './check';

const SERVICE = 'Tablestore';
const TABLE = 'table';

/** @param name of the table */
export async function checkTablestore(table: Table, name: string): Promise<Finding[]> {
  try {
    const facts = await table.describe();
    const reached = right(SERVICE, 'it answers and takes the access key');
    if (!facts) return [reached, wrong(TABLE, `there is no table ${name}`, 'make it with "cdn-tasks setup"')];
    const [fault] = faultsOf(facts);
    if (fault) return [reached, wrong(TABLE, `${name}: ${fault}`)];
    return [reached, await checkReading(table, name, facts.timeToLive)];
  } catch (error) {
    if (!(error instanceof TablestoreError)) throw error;
    if (error.code === 'OTSNoPermissionAccess') {
      return [right(SERVICE, 'it answers and takes the access key'), notAllowed(name, 'ots:DescribeTable')];
    }
    return [
      wrong(SERVICE, error.message, adviceFor(error)),
      skipped(TABLE, 'not checked, since Tablestore gave no answer'),
    ];
  }
}

async function checkReading(table: Table, name: string, timeToLive: number): Promise<Finding> {
  try {
    if (!(await table.isReady())) return wrong(TABLE, `${name} is being made`, 'try again in a minute');
    const kept = timeToLive === -1 ? 'for ever' : `for ${Math.floor(timeToLive / 86_400)} days`;
    return right(TABLE, `${name} can be read; its rows are kept ${kept}`);
  } catch (error) {
    if (!(error instanceof TablestoreError)) throw error;
    if (error.code === 'OTSNoPermissionAccess') return notAllowed(name, 'ots:GetRange');
    return wrong(TABLE, error.message, adviceFor(error));
  }
}

function notAllowed(name: string, action: string): Finding {
  return wrong(TABLE, `${name} is not open to this access key`, `give its RAM user ${action} on the table`);
}
