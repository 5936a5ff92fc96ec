/** A kind of message: what happens until the poller posts it, and what a person must see of it. */
import type { Stage } from '../stage';

export interface Seen {
  readonly headline: string;
  /** Words that decide what the reader does next, each within one paragraph. */
  readonly says: readonly string[];
  /** Who is pinged, in the colours of a ping. */
  readonly pings?: readonly string[];
  /** What is written as code, to be copied. */
  readonly commands?: readonly string[];
  /** Links with a text of their own, and where they lead. */
  readonly links?: Readonly<Record<string, string>>;
  readonly footer: RegExp;
}

export interface Kind {
  readonly kind: string;
  readonly play: (stage: Stage) => Promise<void>;
  /** All messages that come of it, in their order. */
  readonly messages: readonly Seen[];
}

export const MINUTE = 60_000;
export const SITE = 'http://example.com';

export const HERE = ['@here'];
export const CONSOLE = {
  'Refresh and prefetch tasks in the CDN console': 'https://cdn.console.aliyun.com/refresh/cache',
};

/** Where the poller runs, its table, and the time. */
const PLACE = String.raw`local · cdn_tasks · 2026-\d\d-\d\d \d\d:\d\d UTC`;
export const DIGEST = new RegExp(`^digest [0-9a-f]{8} · ${PLACE}$`);
export const OPERATOR = new RegExp(`^operator · ${PLACE}$`);
