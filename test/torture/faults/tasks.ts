/** The tasks of a world: how each will end by what the CDN says, and when. Few are complete, so that every message names all of its tasks. */
import type { Audience, Outcome } from '../../../lib/task';
import { completes, createdAt, fails, type Life } from '../../cloud/cdn/life';
import type { Tasks } from '../../cloud/cdn/tasks';
import type { Value } from '../../cloud/tablestore/value';
import type { Random } from '../memory/random';
import { MINUTE, START } from './time';

export interface Truth {
  readonly id: string;
  readonly outcome: Outcome;
  /** From when on it can be told. Ms since 1970. */
  readonly ends: number;
  /** While that lasts a partial reply leaves it out. Ms since 1970. */
  readonly hidden: { readonly from: number; readonly until: number };
}

interface Lot {
  readonly outcome: Outcome;
  readonly count: number;
  /** Minutes after the start. */
  readonly ends: readonly [number, number];
}

/** A task of which no reply speaks for ten minutes is missing. Some run for so long that they are overdue first. */
const LOTS: readonly Lot[] = [
  { outcome: 'complete', count: 3, ends: [0, 9] },
  { outcome: 'complete', count: 2, ends: [33, 45] },
  { outcome: 'failed', count: 16, ends: [0, 15] },
  { outcome: 'failed', count: 2, ends: [33, 45] },
  { outcome: 'missing', count: 4, ends: [10, 10] },
  { outcome: 'expired', count: 1, ends: [0, 0] },
  { outcome: 'rejected', count: 1, ends: [0, 0] },
];

const REASONS = ['OriginTimeout', 'InternalError', 'OriginReturn StatusCode 5XX'] as const;
/** Shorter than the CDN may leave an id out before it counts as missing. Minutes. */
const LONGEST_HIDDEN = 8;
const BEFORE_HISTORY = 40 * 1_440 * MINUTE;
const LONG_PATH = 400;
const OVERDUE_AFTER = 30 * MINUTE;

/** @param latest the last minute in which a task ends */
export function createTruths(random: Random, latest: number): Truth[] {
  return LOTS.filter(({ ends }) => ends[1] <= latest)
    .flatMap((lot) => Array.from({ length: lot.count }, () => lot))
    .map(({ outcome, ends }, i) => {
      const from = START + random.int(0, 28) * MINUTE;
      return {
        id: String(7_000_000_000 + i),
        outcome,
        ends: START + random.int(...ends) * MINUTE,
        hidden: { from, until: from + random.int(3, LONGEST_HIDDEN) * MINUTE },
      };
    });
}

/** Makes the CDN know what is true. */
export function submit(truths: readonly Truth[], tasks: Tasks, random: Random): void {
  // So long that what is told at once fills several messages.
  const path = random.pick(['', '', `${'x'.repeat(LONG_PATH)}/`]);
  tasks.refuse(truths.filter(({ outcome }) => outcome === 'rejected').map(({ id }) => id));
  for (const { id, outcome, ends } of truths) {
    if (outcome !== 'complete' && outcome !== 'failed') continue;
    const good = createdAt(START, completes(ends - START));
    const bad: Life = createdAt(START, fails(ends - START, random.pick(REASONS)));
    const urls = random.pick([1, 1, 1, 3]);
    tasks.add(
      id,
      Array.from({ length: urls }, (_, i) => ({
        url: `http://example.com/${path}${id}/${i}.js`,
        life: outcome === 'failed' && i === 0 ? bad : good,
      })),
    );
  }
}

/** The rows of the list, some with nothing but their key. */
export function rowsOf(truths: readonly Truth[], random: Random): Record<string, Value>[] {
  return truths.map(({ id, outcome }) => ({
    list: 'pending',
    id,
    ...(outcome === 'expired' && { added: BigInt(START - BEFORE_HISTORY) }),
    ...(outcome !== 'expired' && random.percent(70) && { added: BigInt(START) }),
    ...(random.percent(50) && { submission: `s${random.int(1, 3)}`, label: 'deploy 1.2.3' }),
  }));
}

/** From when on a task may be told as overdue, if ever. Ms since 1970. */
export function overdueFrom({ outcome, ends }: Truth): number | undefined {
  const from = START + OVERDUE_AFTER;
  return (outcome === 'complete' || outcome === 'failed') && ends > from ? from : undefined;
}

/** Who is to hear how it ended: said once more, by the words of README, so that a mistake in the product is seen. */
export function hearers({ outcome }: Truth, failures: 'none' | 'also' | 'only'): Audience[] {
  if (outcome === 'complete' || failures === 'none') return ['channel'];
  return failures === 'also' ? ['channel', 'failures'] : ['failures'];
}
