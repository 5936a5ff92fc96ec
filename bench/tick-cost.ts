/** What one tick costs: every request, every row written, the CPU and the time. Minutes pass between ticks on the cloud's clock. */
import { MINUTE } from './day';
import type { FarCloud } from './far-cloud';
import { measuredTick } from './tick';
import { settle } from './waiting-cloud';

/** Lists whose rows are no tasks; all others have one row a task. */
const OTHER_LISTS = ['lease', 'told'];

export interface TickCost {
  readonly ranges: number;
  readonly batchReads: number;
  readonly batchWrites: number;
  readonly otherRequests: number;
  readonly put: number;
  readonly updated: number;
  readonly deleted: number;
  /** Of the rows written: those of tasks, those of submissions, and the rest, which is the lease. */
  readonly taskRows: number;
  readonly submissionRows: number;
  readonly leaseRows: number;
  readonly cdnCalls: number;
  readonly messages: number;
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** @returns makes a tick in the next minute, and tells what it cost */
export function createMeter(far: FarCloud): () => Promise<TickCost> {
  const { cloud, tablestore } = far;
  const { requests } = tablestore;
  const byList = new Map<string, number>();
  // It refuses none, but it sees them all.
  tablestore.refuseRows((_table, { list }) => {
    byList.set(String(list), (byList.get(String(list)) ?? 0) + 1);
    return undefined;
  });
  let minute = 0;
  return async () => {
    await settle();
    far.setClock(++minute * MINUTE);
    requests.clear();
    byList.clear();
    const before = { cdnCalls: far.cdnCalls, messages: cloud.slack.arrived };
    const { wallMs, usage } = await measuredTick(cloud);
    const { put, update: updated, delete: deleted } = requests.rowsWritten;
    const known = {
      ranges: requests.count('GetRange'),
      batchReads: requests.count('BatchGetRow'),
      batchWrites: requests.count('BatchWriteRow'),
    };
    const taskRows = [...byList].reduce((sum, [list, rows]) => (OTHER_LISTS.includes(list) ? sum : sum + rows), 0);
    const submissionRows = byList.get('told') ?? 0;
    return {
      ...known,
      otherRequests: Object.values(known).reduce((rest, count) => rest - count, requests.count()),
      ...{ put, updated, deleted, taskRows, submissionRows },
      leaseRows: put + updated + deleted - taskRows - submissionRows,
      cdnCalls: far.cdnCalls - before.cdnCalls,
      messages: cloud.slack.arrived - before.messages,
      ...{ cpuMs: usage.cpuMs, wallMs },
    };
  };
}

/** Each figure by itself, summed up over some ticks: by their median, say, or their sum. */
export function sumUp(ticks: readonly TickCost[], how: (values: readonly number[]) => number): TickCost {
  const [first] = ticks;
  if (!first) throw new Error('there was no tick');
  const names = Object.keys(first) as (keyof TickCost)[];
  return Object.fromEntries(names.map((name) => [name, how(ticks.map((tick) => tick[name]))])) as unknown as TickCost;
}
