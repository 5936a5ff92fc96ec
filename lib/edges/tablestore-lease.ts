/** The one row in the list `lease`: taken, looked at and given back under conditions. */
import type TS from 'tablestore';
import type { Lease, TaskList } from '../ports';
import { type Batches, throwFirst } from './tablestore-batches';
import { notTakenSince, writtenBy } from './tablestore-conditions';
import { LEASE_ID } from './tablestore-pages';
import { readLease } from './tablestore-rows';
import { keyOf, updates } from './tablestore-values';

export function createLeaseRow(batches: Batches): Pick<TaskList, 'takeLease' | 'holdsLease' | 'giveBack'> {
  return {
    async takeLease(lease, seen) {
      if (await update(lease, notTakenSince(seen?.epoch))) return true;
      // A repetition after a lost answer fails too, on what the first attempt wrote.
      const now = await read();
      return now?.epoch === lease.epoch && now.owner === lease.owner;
    },

    async holdsLease(epoch) {
      return (await read())?.epoch === epoch;
    },

    async giveBack(lease) {
      await update({ ...lease, until: 0 }, writtenBy(lease.epoch));
    },
  };

  async function update(lease: Lease, condition: TS.Condition): Promise<boolean> {
    const { owner, epoch, until, cursor, quiet = {}, fault, faultTold, urls } = lease;
    const columns = {
      ...{ owner, epoch, until, cursor, fault, urls },
      quiet_until: quiet.channel,
      quiet_until_failures: quiet.failures,
      fault_told: faultTold,
    };
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
