/** Which worlds an experiment has: the kinds of fault each meets, and the settings of its poller. */
import type { Size } from '../experiment';
import { createRandom, type Random } from '../memory/random';
import type { Chosen } from './injector';
import { KINDS, type Kinds, type Where } from './kinds';
import { smallChoices } from './plans-small';
import type { Settings } from './poller';

export interface Plan {
  readonly seed: number;
  readonly chosen: readonly Chosen[];
  readonly settings: Settings;
  /** Sweeps that meet faults, at most. */
  readonly faultySweeps: number;
  /** Minutes after such a sweep, at most. */
  longestGap(sweep: number): number;
  /** The minute in which the last task ends. */
  readonly latest: number;
}

export interface Plans {
  /** There are further worlds until each kind has been injected so often. */
  readonly target: number;
  /** Worlds at once. */
  readonly atOnce: number;
  /** By number, from 0; undefined when there is no further one. */
  plan(number: number): Plan | undefined;
}

/** Worlds that take real time do it side by side. */
const AT_ONCE = 90;
const TARGET = 500;
/** Far enough apart that the worlds of two runs are not the same ones. */
const BETWEEN_SEEDS = 7_919;

/** A sweep meets a slow fault once or twice, and a wrong webhook is left alone for five minutes: they have their turn more often. */
const RARE = KINDS.slack.filter(({ slow, name }) => slow || name === 'the webhook is wrong');
const RAREST = KINDS.slack.filter(({ name }) => name === 'Slack takes it and is silent');
const TURNS: Readonly<Record<Where, Kinds>> = { ...KINDS, slack: [...KINDS.slack, ...RARE, ...RAREST] };

export function plansFor(size: Size, seed: number): Plans {
  const seedOf = (number: number) => seed + number * BETWEEN_SEEDS;
  if (size === 'full') return { target: TARGET, atOnce: AT_ONCE, plan: (number) => fullPlan(number, seedOf(number)) };
  const few = smallChoices();
  return {
    target: Number.POSITIVE_INFINITY,
    atOnce: few.length,
    plan(number) {
      const chosen = few[number];
      return chosen && smallPlan(seedOf(number), chosen);
    },
  };
}

/**
 * One kind of each server, and sometimes two of Slack's; the numbers of kinds are such that in time each meets each. In every
 * other world Slack's is the strong one, since a sweep sends few messages, and in the others it is weak.
 */
function fullPlan(number: number, seed: number): Plan {
  const random = createRandom(-seed);
  const ofSlack = number % 2 === 0;
  const turn = Math.floor(number / 2);
  const others = ofSlack ? 'weak' : 'strong';
  const gap = random.pick([3, 6, 12]);
  return {
    seed,
    chosen: [
      choose('cdn', turn, others),
      choose('tablestore', turn + Math.floor(turn / TURNS.cdn.length), others),
      choose('slack', turn, ofSlack ? 'strong' : 'weak'),
      ...(random.percent(25) ? [choose('slack', turn + random.int(1, TURNS.slack.length - 1), 'weak')] : []),
    ],
    settings: settingsOf(random, [10_000, 10_000, 12_000, 25_000]),
    faultySweeps: random.int(12, 20),
    longestGap: () => gap,
    latest: Number.POSITIVE_INFINITY,
  };
}

/** @param turn which of its kinds; after the last comes the first */
function choose(where: Where, turn: number, strength: Chosen['strength']): Chosen {
  const kinds = TURNS[where];
  return { where, kind: kinds[turn % kinds.length] ?? kinds[0], most: 60, strength };
}

/** First one sweep follows close upon the other; later an hour's wait passes too. */
function smallPlan(seed: number, chosen: readonly Chosen[]): Plan {
  return {
    ...{ seed, chosen, faultySweeps: 16 },
    settings: settingsOf(createRandom(-seed), [10_000]),
    longestGap: (sweep) => 2 + sweep,
    latest: chosen.length > 1 ? Number.POSITIVE_INFINITY : 15,
  };
}

function settingsOf(random: Random, timeouts: readonly [number, ...number[]]): Settings {
  return {
    timeoutMs: random.pick(timeouts),
    callsPerSecond: random.pick([5, 10, 28]),
    announce: random.pick(['submission', 'sweep']),
    failures: random.pick(['none', 'also', 'only']),
  };
}
