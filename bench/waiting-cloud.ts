/** A local cloud with tasks on the list, put there without a request, as a submission leaves them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { completes, type Life, neverFinishes } from '../test/cloud/cdn/life';
import { type Cloud, type CloudOptions, startCloud, TABLE } from '../test/cloud/cloud';
import { tick } from './tick';

/** Ids have eleven digits. */
const FIRST_ID = 17_000_000_000;
/** Ticks are further apart: the limit on calls and the pace of messages have forgotten what came before, and so has the poller. Ms. */
const SILENCE = 5_200;

export interface Waiting {
  readonly tasks: number;
  /** What becomes of each. Default: it runs on for ever. */
  readonly lifeOf?: (number: number) => Life;
  /** How many tasks each submission has. Absent: they are of none. */
  readonly submission?: number;
  /** To tell these tasks from those that were put on the list before. */
  readonly from?: number;
}

type Services = Pick<Cloud, 'cdn' | 'tablestore'>;

export async function withCloud<T>(options: CloudOptions, measure: (cloud: Cloud) => Promise<T>): Promise<T> {
  const cloud = await startCloud(options);
  try {
    await cloud.createTable();
    return await measure(cloud);
  } finally {
    await cloud.close();
  }
}

/** @param now the cloud's clock, ms since 1970 */
export function enlist({ cdn, tablestore }: Services, waiting: Waiting, now = Date.now()): void {
  const { tasks, lifeOf = () => neverFinishes(0), submission, from = 0 } = waiting;
  const numbers = Array.from({ length: tasks }, (_, i) => from + i);
  const submissions = submission ? numbers.filter((_, i) => i % submission === 0).map(() => randomUUID()) : [];
  tablestore.seed(
    TABLE,
    numbers.map((number, i) => {
      const id = String(FIRST_ID + number);
      const url = `https://static-${number % 20}.example.com/releases/2026-11-23/app-${number}.js`;
      const group = submission ? Math.floor(i / submission) : undefined;
      cdn.tasks.add(id, { url, life: lifeOf(i) });
      return {
        list: 'pending',
        id,
        state: 'waiting',
        kind: 'file',
        urls: url,
        added: BigInt(now),
        epoch: 0n,
        ...(group !== undefined && { label: `deploy 1.2.${group}`, submission: submissions[group] ?? '' }),
      };
    }),
  );
}

/** A tick over one task that has ended: afterwards the instance has loaded all it needs, and the list is empty. */
export async function warmUp(cloud: Cloud, services: Services = cloud, now = Date.now()): Promise<void> {
  enlist(services, { tasks: 1, lifeOf: () => completes(0), from: 9_999_999 }, now);
  const { settled } = await tick(cloud);
  if (settled.complete !== 1) throw new Error('the task of the first tick has not ended');
  await settle();
}

/** What comes next is as far from what came before as two ticks are. */
export async function settle(): Promise<void> {
  await pause(SILENCE);
}
