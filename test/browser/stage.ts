/** A local cloud with its page, and a browser that looks at it and notes what should not happen. */
import type { Browser, Page } from 'playwright-core';
import { vi } from 'vitest';
import type { EntryScript } from '../cloud/cdn/tasks';
import { type Cloud, startCloud, TABLE } from '../cloud/cloud';
import { pageServer } from '../cloud/page/server';
import type { Served } from '../cloud/serve';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 14, 52);

export interface Stage {
  readonly cloud: Cloud;
  readonly server: Served;
  readonly page: Page;
  /** The page's requests to anywhere but loopback, and every error in its console. */
  readonly faults: string[];
  /** Puts a task on the list, as the submit function does, and lets the CDN know its URLs. */
  watch(id: string, label: string, entries: readonly EntryScript[]): void;
  /** The cloud's clock, ms since 1970. */
  now(): number;
  /** Moves the cloud's clock, which stands still otherwise, and fires the poller. */
  pollAfter(minutes: number): Promise<void>;
  /** The same where the poller can do nothing. */
  pollInVainAfter(minutes: number): Promise<void>;
  /** Makes the table where there is none. */
  makeTable(): Promise<void>;
  /** Deletes the table with all that the poller remembers in it. */
  dropTable(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly width?: number;
  readonly height?: number;
  /** Pixels of a picture for each of the page. */
  readonly sharpness?: number;
  readonly dark?: boolean;
  /** Settings of the poller that differ from those in template.yml. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function openStage(browser: Browser, options: StageOptions = {}): Promise<Stage> {
  let clock = START;
  const now = () => clock;
  const { environment = {} } = options;
  const cloud = await startCloud({ now, cdn: { monotonic: now }, slack: { monotonic: now }, environment });
  const makeTable = () => atTime(clock, () => cloud.createTable());
  await makeTable();
  const server = await pageServer(cloud, { now });
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1_300, height: options.height ?? 900 },
    deviceScaleFactor: options.sharpness ?? 1,
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const faults = faultsOf(page);
  await page.goto(server.url);
  return {
    now,
    makeTable,
    dropTable: () => atTime(clock, () => cloud.client.deleteTable({ tableName: TABLE })),
    cloud,
    server,
    page,
    faults,
    watch(id, label, entries) {
      cloud.cdn.tasks.add(id, entries);
      const urls = entries.flatMap(({ url }) => url ?? []).slice(0, 3);
      const row = { list: 'pending', id, added: BigInt(now()), urls: urls.join('\n') };
      // A label stands for a submission here; a task without one was made elsewhere.
      cloud.tablestore.seed(TABLE, [label ? { ...row, label, submission: label, kind: 'file' } : row]);
    },
    async pollAfter(minutes) {
      clock += minutes * MINUTE;
      const invocation = await cloud.functions.tick(cloud.poll.name);
      if (invocation.kind !== 'result') throw new Error(invocation.errorMessage);
    },
    async pollInVainAfter(minutes) {
      clock += minutes * MINUTE;
      const { kind } = await cloud.functions.tick(cloud.poll.name);
      if (kind !== 'error') throw new Error('the poller had something to do');
    },
    async close() {
      await page.context().close();
      await Promise.all([cloud.close(), server.close()]);
    },
  };
}

/** The owner's client signs by this process's clock, and the cloud's may be days ahead of it. */
async function atTime(clock: number, action: () => Promise<unknown>): Promise<void> {
  vi.setSystemTime(clock);
  try {
    await action();
  } finally {
    vi.useRealTimers();
  }
}

function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') faults.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  return faults;
}
