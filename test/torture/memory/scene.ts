/** What a world holds when the first sweep comes: tasks and how they will end, rows in every state, and the settings. */
import type { SweepOptions } from '../../../lib/sweep';
import type { Audience, Outcome } from '../../../lib/task';
import { createRandom, type Random } from './random';

/** 2026-11-23T12:00:00Z. */
export const START = Date.UTC(2026, 10, 23, 12);
export const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A task, as the CDN knows it. */
export interface Life {
  readonly id: string;
  readonly outcome: Outcome;
  /** From when on the CDN says how it ended; before, it says that the task runs. Ms since 1970. */
  readonly ends: number;
  /** When it came onto the list. Ms since 1970. */
  readonly added: number;
  readonly urls: number;
  readonly submission?: string;
  /**
   * What earlier sweeps did: nothing; or they settled it; or told it too, and died before they could take it off the list.
   */
  readonly before: 'nothing' | 'settled' | 'told';
}

export type Settings = Pick<SweepOptions, 'notify' | 'announce' | 'failures'>;

export interface Scene {
  readonly lives: readonly Life[];
  /** Ids of rows nobody can read. */
  readonly spoilt: readonly string[];
  readonly settings: Settings;
  readonly pageSize: number;
  /** Rows of one request. */
  readonly batchSize: number;
}

/** @param most tasks */
export function createScene(seed: number, most: number): Scene {
  const random = createRandom(seed);
  const count = random.int(1, most);
  const submissions = random.int(1, 3);
  return {
    lives: Array.from({ length: count }, (_, i) => createLife(String(7_000_000_000 + i), submissions, random)),
    spoilt: random.percent(50) ? ['spoilt-1'] : [],
    settings: {
      notify: random.percent(85) ? 'all' : 'failures',
      announce: random.percent(60) ? 'submission' : 'sweep',
      failures: random.pick(['none', 'none', 'also', 'only']),
    },
    pageSize: random.pick([3, 7, 5_000]),
    batchSize: random.pick([2, 5, 200]),
  };
}

function createLife(id: string, submissions: number, random: Random): Life {
  const outcome = random.pick<Outcome>([
    'complete',
    'complete',
    'complete',
    'failed',
    'failed',
    'missing',
    'expired',
    'rejected',
  ]);
  const ended = random.percent(70);
  const before =
    outcome === 'expired' || random.percent(75) ? 'nothing' : random.pick<Life['before']>(['settled', 'told']);
  return {
    id,
    outcome,
    ends: ended || before !== 'nothing' ? START - MINUTE : START + random.int(0, 40) * MINUTE,
    added: outcome === 'expired' ? START - 31 * DAY : START - random.int(2, 40) * MINUTE,
    urls: random.pick([1, 1, 1, 3]),
    ...(random.percent(60) && { submission: `s${random.int(1, submissions)}` }),
    before,
  };
}

/** Who is to hear how it ended: said once more, by the words of README, so that a mistake in the product is seen. */
export function hearers({ outcome }: Life, { notify, failures }: Settings): Audience[] {
  if (outcome === 'complete') return notify === 'all' ? ['channel'] : [];
  return { none: ['channel' as const], also: ['channel' as const, 'failures' as const], only: ['failures' as const] }[
    failures
  ];
}
