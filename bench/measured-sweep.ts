/** One sweep of the built poller over a list of so many tasks, and all that is measured of it. */
import type { DescribeCall } from '../test/cloud/cdn/arrivals';
import { completes, neverFinishes } from '../test/cloud/cdn/life';
import { type Cloud, TABLE } from '../test/cloud/cloud';
import { createRandom } from '../test/torture/memory/random';
import { enlargeReplies } from './large-replies';
import { measuredTick, type Ticked } from './tick';
import { enlist, warmUp, withCloud } from './waiting-cloud';

/** Tasks a second the API can answer: 30 calls of ten ids. */
export const POSSIBLE = 300;
/** Tasks of one submission. */
const SUBMISSION = 50;
/** Ms a request to the CDN takes, where nothing else is measured. */
export const LATENCY = 60;

export interface Load {
  readonly tasks: number;
  /** What the CDN says of every task that is asked about. */
  readonly ending: 'unchanged' | 'finishing';
  /** Of each task; the CDN's replies have one entry for each. */
  readonly urls: number;
  /** A fresh one begins with the start of its process. */
  readonly instance: 'warm' | 'fresh';
  /** Ms a call to the CDN takes in the middle. */
  readonly latency: number;
  /** Seconds the function may take. Absent: as in template.yml. */
  readonly timeout?: number;
  /** Of the latencies. */
  readonly seed: number;
}

export interface Sweep extends Ticked {
  /** As they arrived. */
  readonly calls: readonly DescribeCall[];
  readonly throttled: number;
  readonly mostInAnySecond: number;
  /** Writes to any row, the lease's among them. */
  readonly rowsWritten: number;
  /** Rows of tasks that are not as they were, or no longer there. */
  readonly tasksChanged: number;
}

export function measuredSweep(load: Load): Promise<Sweep> {
  const { tasks, ending, urls, timeout } = load;
  const lifeOf = () => (ending === 'finishing' ? completes(0) : neverFinishes(0));
  return withCloud({ cdn: { latencyMs: jitter(load) }, ...(timeout && { timeout }) }, async (cloud) => {
    if (load.instance === 'warm') await warmUp(cloud);
    const before = cloud.cdn.calls.length;
    enlist(cloud, { tasks, lifeOf, submission: SUBMISSION });
    if (urls > 1) enlargeReplies(cloud.cdn, urls);
    cloud.tablestore.requests.clear();
    const rows = pendingRows(cloud);
    const ticked = await measuredTick(cloud);
    return { ...ticked, ...callsSince(before, cloud), ...writes(rows, cloud) };
  });
}

/** A fifth more or less than in the middle. */
export function jitter({ latency, seed }: Pick<Load, 'latency' | 'seed'>): () => number {
  const random = createRandom(seed);
  return () => (latency * random.int(800, 1_200)) / 1_000;
}

function callsSince(before: number, { cdn }: Cloud): Pick<Sweep, 'calls' | 'throttled' | 'mostInAnySecond'> {
  return { calls: cdn.calls.slice(before), throttled: cdn.throttled, mostInAnySecond: cdn.maxInAnySecond() };
}

function writes(before: readonly string[], cloud: Cloud): Pick<Sweep, 'rowsWritten' | 'tasksChanged'> {
  const { put, update, delete: deleted } = cloud.tablestore.requests.rowsWritten;
  const after = new Set(pendingRows(cloud));
  return { rowsWritten: put + update + deleted, tasksChanged: before.filter((row) => !after.has(row)).length };
}

/** The rows of the list, each as text. */
function pendingRows({ tablestore }: Cloud): string[] {
  return tablestore
    .rows(TABLE)
    .filter(({ list }) => list === 'pending')
    .map((row) => Object.entries(row).join());
}
