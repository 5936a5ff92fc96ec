/** The one row in the list `lease`: taken, looked at and given back under conditions. */
import type TS from 'tablestore';
import type { Lease, Quiet, TaskList } from '../ports';
import { type Batches, throwFirst } from './tablestore-batches';
import { notTakenSince, writtenBy } from './tablestore-conditions';
import { LEASE_ID } from './tablestore-pages';
import { readLease } from './tablestore-rows';
import { keyOf, updates } from './tablestore-values';

export function createLeaseRow(
  batches: Batches,
): Pick<TaskList, 'takeLease' | 'holdsLease' | 'keepQuiet' | 'giveBack'> {
  return {
    async takeLease(lease, seen) {
      if (await update(lease, notTakenSince(seen?.epoch, lease.epoch))) return true;
      // A repetition after a lost answer fails too, on what the first attempt wrote.
      const now = await read();
      return now?.epoch === lease.epoch && now.owner === lease.owner;
    },

    async holdsLease(epoch) {
      return (await read())?.epoch === epoch;
    },

    async keepQuiet(epoch, quiet) {
      await write(quietColumns(quiet), writtenBy(epoch));
    },

    async giveBack(lease) {
      await update({ ...lease, until: 0 }, writtenBy(lease.epoch));
    },
  };

  async function update(lease: Lease, condition: TS.Condition): Promise<boolean> {
    const { owner, epoch, until, cursor, asked, quiet = {}, fault, faultTold, urls } = lease;
    const columns = { owner, epoch, until, cursor, asked, fault, urls, ...quietColumns(quiet), fault_told: faultTold };
    return write(columns, condition);
  }

  async function write(columns: Parameters<typeof updates>[0], condition: TS.Condition): Promise<boolean> {
    const results = await batches.write([
      { type: 'UPDATE', primaryKey: keyOf('lease', LEASE_ID), condition, attributeColumns: updates(columns) },
    ]);
    throwFirst(results);
    return results[0] === 'written';
  }

  async function read(): Promise<Lease | undefined> {
    const row = (await batches.get('lease', [LEASE_ID])).get(LEASE_ID);
    return row && readLease(row);
  }
}

function quietColumns({ channel, failures }: Quiet) {
  return { quiet_until: channel, quiet_until_failures: failures };
}
