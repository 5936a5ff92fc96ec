/** A local cloud on a clock that is set by hand, with one webhook or two, and an eye on every request of the poller. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Audience } from '../../../lib/task';
import { completes, type Life } from '../../cloud/cdn/life';
import { type Cloud, startCloud, TABLE } from '../../cloud/cloud';
import type { Call, Stage } from '../../cloud/serve';
import { type SlackServer, slackServer } from '../../cloud/slack/server';

/** One stage of one request. */
export interface Seen {
  readonly server: 'cdn' | 'tablestore' | Audience;
  /** Tablestore's name for it, such as BatchWriteRow. */
  readonly operation?: string;
  readonly stage: Stage;
}

export interface Ways {
  readonly announce: 'submission' | 'sweep';
  readonly failures: 'none' | 'also' | 'only';
}

export type Rows = ReturnType<Cloud['tablestore']['rows']>;

export interface KillsCloud {
  readonly cloud: Cloud;
  readonly webhooks: Readonly<Partial<Record<Audience, SlackServer>>>;
  /** What becomes of the URLs that are submitted. */
  readonly lives: Map<string, Life>;
  readonly now: () => number;
  later(ms: number): void;
  /** From now on this hears of every request. */
  watch(watcher: (seen: Seen) => void): void;
  rows(): Rows;
  /** Kills the poller's process. */
  kill(): void;
  /** Waits until the killed process is gone, and what it had sent has been read. */
  gone(): Promise<void>;
  close(): Promise<void>;
}

/** The longest a killed process is waited for, and the time the servers have to read what it left behind. Ms. */
const PATIENCE = 5_000;
const READING = 10;

export async function killsCloud({ announce, failures }: Ways): Promise<KillsCloud> {
  let shift = 0;
  const now = () => Date.now() + shift;
  const lives = new Map<string, Life>();
  let watcher: (seen: Seen) => void = () => undefined;
  const watching = (server: Seen['server']) => ({
    now,
    monotonic: now,
    watch: (stage: Stage, call: Call) =>
      watcher({ server, stage, ...(server === 'tablestore' && { operation: call.url.slice(1) }) }),
  });
  const second =
    failures === 'none' ? undefined : await slackServer({ ...watching('failures'), secret: 'of-failures' });
  const cloud = await startCloud({
    now,
    cdn: { ...watching('cdn'), lifeOf: ({ url }) => lives.get(url) ?? completes() },
    slack: watching('channel'),
    tablestore: watching('tablestore'),
    environment: {
      ANNOUNCE: announce,
      ...(second && { SLACK_FAILURES_WEBHOOK_URL: second.webhookUrl, SLACK_FAILURES: failures }),
    },
  });
  await cloud.createTable();
  const { functions, poll } = cloud;
  return {
    cloud,
    webhooks: { channel: cloud.slack, ...(second && { failures: second }) },
    lives,
    now,
    later: (ms) => {
      shift += ms;
    },
    watch: (next) => {
      watcher = next;
    },
    rows: () => cloud.tablestore.rows(TABLE),
    kill: () => {
      const pid = functions.pid(poll.name);
      if (pid !== undefined && isThere(pid)) process.kill(pid, 'SIGKILL');
    },
    async gone() {
      const pid = functions.pid(poll.name);
      const until = performance.now() + PATIENCE;
      while (pid !== undefined && isThere(pid) && performance.now() < until) await pause(1);
      await pause(READING);
    },
    close: async () => void (await Promise.all([cloud.close(), second?.close()])),
  };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
