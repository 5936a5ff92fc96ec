/** A local stand-in for the CDN API (product Cdn, version 2018-05-10): the calls this project makes, checked and limited as the service does. */
import { performance } from 'node:perf_hooks';
import { secretsOf } from '../../support/secrets/known';
import { noteSecrets } from '../../support/secrets/notes';
import { type Answer, type Call, type Served, type ServeOptions, serve } from '../serve';
import type { Shape } from './account';
import { Api, type ApiParts } from './api';
import { Arrivals, type DescribeCall } from './arrivals';
import { type Credentials, Keyring } from './keyring';
import { completes, lifeByUrl } from './life';
import { DESCRIBE_CALLS_PER_SECOND } from './limits';
import { Nonces } from './nonces';
import type { Domains } from './object-paths';
import { DAILY_QUOTAS, type Limits, Quotas } from './quotas';
import { type LifeOf, Submissions, type Submitted } from './submissions';
import { Tasks } from './tasks';

export interface CdnOptions extends ServeOptions {
  readonly credentials: Credentials;
  /** Keys of others, which are never rotated. */
  readonly otherKeys?: readonly Credentials[];
  /** Whether the owner of a key may do something; asked for each domain, or once where an action is about none. Default: all. */
  readonly permits?: ApiParts['permits'];
  /** For DescribeRefreshTaskById; the other actions have the limits the vendor names. */
  readonly callsPerSecond?: number;
  readonly shape?: Shape;
  /** Counts calls per second. It is not `now`, which tests move by hours at once. In ms. */
  readonly monotonic?: () => number;
  /** The clock a call's Timestamp is held against, for clients that can't follow a shifted `now`. Default: `now`. */
  readonly signingClock?: () => number;
  readonly historyDays?: number;
  readonly quotas?: Partial<Limits>;
  readonly domains?: Domains;
  readonly lifeOf?: LifeOf;
}

export interface CdnServer extends Served {
  readonly tasks: Tasks;
  /** Every DescribeRefreshTaskById that arrived, answered or not. */
  readonly calls: readonly DescribeCall[];
  /** How many of them were turned away as too many. */
  readonly throttled: number;
  /** The most of them in any second, measured on the monotonic clock. */
  maxInAnySecond(): number;
  /** Replaces the credentials; a former token is from then on (or after `graceMs`) refused as expired. */
  rotate(next: Credentials, graceMs?: number): void;
  /** Takes the permission for an action away, or gives it back. */
  deny(action: string): void;
  allow(action: string): void;
}

export async function cdnServer(options: CdnOptions): Promise<CdnServer> {
  const { now = Date.now, monotonic = () => performance.now() } = options;
  noteSecrets([options.credentials, ...(options.otherKeys ?? [])].flatMap(secretsOf));
  const keys = new Keyring(options.credentials, now, options.otherKeys);
  const tasks = new Tasks(now, options.historyDays);
  const arrivals = new Arrivals(now, monotonic);
  const api = new Api({
    gate: { keys, nonces: new Nonces(), clock: options.signingClock ?? now },
    monotonic,
    permits: options.permits,
    describeCallsPerSecond: options.callsPerSecond ?? DESCRIBE_CALLS_PER_SECOND,
    account: {
      tasks,
      submissions: new Submissions(tasks, now, options.lifeOf ?? usualLife),
      quotas: new Quotas(now, { ...DAILY_QUOTAS, ...options.quotas }),
      domains: options.domains,
      shape: options.shape ?? 'flat',
    },
  });
  const served = await serve(options, (call: Call): Answer => api.answer(call));
  arrivals.watch(served);
  return {
    ...served,
    tasks,
    calls: arrivals.calls,
    get throttled() {
      return api.throttled;
    },
    maxInAnySecond: () => arrivals.maxInAnySecond(),
    rotate: (next, graceMs) => {
      noteSecrets(secretsOf(next));
      keys.rotate(next, graceMs);
    },
    deny: (action) => void api.denied.add(action),
    allow: (action) => void api.denied.delete(action),
  };
}

function usualLife({ url, objectType }: Submitted): ReturnType<LifeOf> {
  const minutes = objectType === 'preload' ? 10 : 5;
  return lifeByUrl(url, completes(minutes * 60_000));
}
