/** What an instance of a function keeps between invocations: open connections, but neither credentials nor deadlines. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommonSettings } from './config';
import { type Context, credentialsOf } from './context';
import { type CdnClient, createCdnClient } from './edges/cdn-client';
import type { Credentials } from './edges/credentials';
import { createTablestoreClient, type TablestoreClient } from './edges/tablestore-client';
import type { Clock } from './ports';

export interface Instance {
  readonly cdn: CdnClient;
  readonly tablestore: TablestoreClient;
  /**
   * To be called first in every invocation.
   * @param end ms since the invocation began after which no request may be under way
   * @throws {ConfigError} when the function has no role
   */
  begin(context: Context, clock: Clock, end: number): void;
}

export function createInstance({ tablestore, cdn }: CommonSettings): Instance {
  let current: Credentials = { accessKeyId: '', accessKeySecret: '' };
  let timeLeft = () => 0;
  const credentials = () => current;
  return {
    cdn: createCdnClient({ endpoint: cdn.endpoint, credentials }),
    tablestore: createTablestoreClient({ ...tablestore, credentials, timeLeft: () => timeLeft() }),
    begin(context, clock, end) {
      current = credentialsOf(context);
      timeLeft = () => end - clock.elapsed();
    },
  };
}

/** The clocks of an invocation that begins now. */
export function startClock(): Clock {
  const began = performance.now();
  return {
    now: Date.now,
    elapsed: () => performance.now() - began,
    sleep: async (ms) => void (await sleep(ms)),
  };
}
