/** A local cloud with tasks on the list that never end. */
import { neverFinishes } from '../test/cloud/cdn/life';
import { type Cloud, startCloud, TABLE } from '../test/cloud/cloud';

export async function withWaiting<T>(
  tasks: number,
  latencyMs: number | (() => number),
  measure: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  const cloud = await startCloud({ cdn: { latencyMs } });
  try {
    await cloud.createTable();
    const now = Date.now();
    const ids = Array.from({ length: tasks }, (_, i) => String(17_000_000_000 + i));
    for (const id of ids) cloud.cdn.tasks.add(id, { life: neverFinishes() });
    cloud.tablestore.seed(
      TABLE,
      ids.map((id) => ({ list: 'pending', id, added: BigInt(now) })),
    );
    cloud.tablestore.requests.clear();
    return await measure(cloud);
  } finally {
    await cloud.close();
  }
}

/** The rows of the list, each as text, to see which have changed. */
export function taskRows(cloud: Cloud): string[] {
  return cloud.tablestore
    .rows(TABLE)
    .filter(({ list }) => list === 'pending')
    .map((row) => Object.entries(row).join());
}
