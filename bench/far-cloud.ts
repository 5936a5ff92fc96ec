/** A local cloud that is as far away as a real one, on a clock that is set by hand. */
import TS from 'tablestore';
import type { LifeOf } from '../test/cloud/cdn/submissions';
import { type Cloud, CREDENTIALS, createTable, INSTANCE, startCloud, TABLE } from '../test/cloud/cloud';
import { type TablestoreServer, tablestoreServer } from '../test/cloud/tablestore/server';
import { sizeOf } from '../test/cloud/tablestore/value';
import type { Invoked } from './compute-units';

/** Ms until an answer. */
export const LATENCIES = { cdn: 60, tablestore: 5, slack: 200 };

/** Credentials of a role, as functions have them. */
const TOKEN = 'CAISlocalRoleToken0001';

export interface FarCloud {
  readonly cloud: Cloud;
  readonly tablestore: TablestoreServer;
  /** The cloud's clock, ms since 1970. */
  now(): number;
  /** Every invocation until now. */
  readonly invoked: readonly Invoked[];
  /** Calls to the CDN, of any kind. */
  readonly cdnCalls: number;
  /** Bytes of names and values in the table. */
  stored(): number;
  /** Sets the clock to so many ms since the day began; while something runs it goes on from there. */
  setClock(at: number): void;
  close(): Promise<void>;
}

/**
 * @param lifeOf what becomes of a URL that is submitted
 * @param settings of the functions, where they differ from those in template.yml
 */
export async function farCloud(lifeOf: LifeOf, settings: Readonly<Record<string, string>> = {}): Promise<FarCloud> {
  const dayBegan = Date.now();
  let shift = 0;
  let cdnCalls = 0;
  const invoked: Invoked[] = [];
  const now = () => Date.now() + shift;
  // A server of its own: that of the local cloud answers at once.
  const tablestore = await tablestoreServer({
    now,
    credentials: { ...CREDENTIALS, securityToken: TOKEN },
    instance: INSTANCE,
    latencyMs: LATENCIES.tablestore,
  });
  const cloud = await startCloud({
    now,
    securityToken: TOKEN,
    cdn: { monotonic: now, latencyMs: LATENCIES.cdn, lifeOf },
    slack: { monotonic: now, latencyMs: LATENCIES.slack },
    environment: { ...settings, TABLESTORE_ENDPOINT: tablestore.url },
    onInvocation: (name, { milliseconds }) => {
      invoked.push({ name, at: now() - dayBegan, milliseconds: Math.ceil(milliseconds) });
    },
  });
  cloud.cdn.faults.when(() => {
    cdnCalls++;
    return undefined;
  });
  await createTable(
    new TS.Client({
      accessKeyId: CREDENTIALS.accessKeyId,
      secretAccessKey: CREDENTIALS.accessKeySecret,
      stsToken: TOKEN,
      endpoint: tablestore.url,
      instancename: INSTANCE,
      maxRetries: 0,
    }),
  );
  return {
    cloud,
    tablestore,
    now,
    invoked,
    get cdnCalls() {
      return cdnCalls;
    },
    stored: () => tablestore.rows(TABLE).reduce((sum, row) => sum + bytesOf(row), 0),
    setClock(at) {
      shift = dayBegan + at - Date.now();
    },
    async close() {
      await cloud.close();
      await tablestore.close();
    },
  };
}

function bytesOf(row: ReturnType<TablestoreServer['rows']>[number]): number {
  return Object.entries(row).reduce((sum, [name, value]) => sum + name.length + sizeOf(value), 0);
}
