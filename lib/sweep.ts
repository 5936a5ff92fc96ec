/** One sweep, from the first read to the last write: read → describe → settle → announce. */
import { type Described, describe } from './describe';
import { type Log, loggable } from './log';
import type { Cdn, Change, Channel, Clock, Lease, Pace, Page, TaskList } from './ports';
import { readAll } from './read';
import { cutBatches } from './steps/batch';
import { type Budget, divideTime } from './steps/budget';
import { isHeld, nextLease, quietUntil } from './steps/lease';
import { adviceOn, type Fault, operatorMessages, toldOf } from './steps/operator';
import { recallAll } from './steps/url-memory';
import { settleAll, untoldOverdue } from './steps/verdicts';
import { type Counts, countOutcomes, countSkipped, NOTHING, type Summary } from './summary';
import { sweepClock } from './sweep-clock';
import type { Audience } from './task';
import { type TellOptions, tell } from './tell';

export interface World {
  readonly list: TaskList;
  readonly cdn: Cdn;
  readonly channels: Readonly<Partial<Record<Audience, Channel>>>;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of an error that keeps everything from being told. */
  readonly trouble?: ((error: unknown) => void) | undefined;
}

export interface SweepOptions extends TellOptions {
  /** Names this invocation in the lease; unique, since the platform may deliver one request twice. */
  readonly owner: string;
  /** How long this invocation can live. Ms. */
  readonly timeoutMs: number;
}

/**
 * Reads the list, asks the CDN about every waiting task as far as time goes, writes down what has changed, and tells Slack.
 * Whatever fails on the way is left for the next sweep.
 * @throws {TablestoreError} only when the list could not be read or the lease not be taken, so that nothing was done
 * @throws {ConfigError} when the invocation is too short for a sweep
 */
export async function sweep(options: SweepOptions, world: World): Promise<Summary> {
  const { list, log } = world;
  const budget = divideTime(options.timeoutMs);
  const asked = world.clock.elapsed();
  const first = await list.read();
  const clock = sweepClock(first.at, world.clock, asked);
  const now = clock.now();
  const summary = { ...(await sweepPage()), milliseconds: Math.round(clock.elapsed()) };
  log.info(summary, 'swept');
  return summary;

  async function sweepPage(): Promise<Counts> {
    const rows = first.tasks.length + first.unreadable.length;
    if (rows === 0 && first.next === undefined) return NOTHING;
    const held = { ...NOTHING, pending: rows, skipped: { 'lease-held': rows } };
    if (isHeld(first.lease, now)) return held;
    const lease = nextLease(first.lease, options.owner, now, options.timeoutMs);
    if (!(await list.takeLease(lease, first.lease))) return held;

    let left: Partial<Lease> = {};
    try {
      const swept = await sweepList(first, lease, now, budget, options, { ...world, clock });
      left = swept.left;
      return swept.counts;
    } finally {
      await list
        .giveBack({ ...lease, ...left })
        .catch((error) => log.error(loggable(error), 'the lease was not given back: it ends by itself'));
    }
  }
}

/** The sweep of whoever holds the lease, and what it leaves to the next one. */
async function sweepList(
  first: Page,
  lease: Lease,
  now: number,
  budget: Budget,
  { historyDays, ...options }: SweepOptions,
  world: World,
): Promise<{ counts: Counts; left: Partial<Lease> }> {
  const { list } = world;
  const { waiting, owed, unreadable } = await readAll(first, world);

  const described = await describe(cutBatches(waiting, lease.cursor), budget.asking, world);

  const verdicts = settleAll(described.answers, now, historyDays, lease.epoch);
  const recalled = recallAll(verdicts.settled, lease.urls).settled;
  const saved = await list.save([...recalled, ...verdicts.changed]);
  for (const error of saved.failed) world.log.error(loggable(error), 'rows not written: they are as they were');

  const settled = written(recalled, saved.ids);
  const ended = new Set(settled.map(({ id }) => id));
  const fault = faultIn(described);
  const told = await tell(
    {
      settled,
      earlier: owed,
      running: waiting.filter(({ id }) => !ended.has(id)),
      overdue: untoldOverdue(waiting, verdicts, saved.ids),
      operator: operatorMessages(fault, described.calls > described.failedCalls, lease, now, options.place),
    },
    { ...options, historyDays },
    { epoch: lease.epoch, now, quietUntil: quietUntil(lease, now), until: budget.telling },
    world,
  );

  return {
    counts: {
      pending: waiting.length + owed.length + unreadable,
      asked: described.asked,
      calls: described.calls,
      failedCalls: described.failedCalls,
      settled: countOutcomes(settled),
      announced: new Set(told.messages.flatMap((message) => message.owed.map(({ id }) => id))).size,
      owed: owed.length - told.toldBefore + settled.length - told.gone - told.held,
      held: told.held,
      messages: told.messages.length,
      skipped: countSkipped({
        'out-of-time': fault ? 0 : described.unasked,
        'not-allowed': fault ? described.unasked : 0,
        'lost-race': saved.lost + told.lost,
        'write-failed': saved.failed.length + told.failed,
        'told-before': told.toldBefore,
        unreadable,
      }),
    },
    left: {
      cursor: described.unasked > 0 ? (described.cursor ?? lease.cursor) : undefined,
      quiet: told.quiet,
      // Only of what was written: the others are settled again.
      urls: recallAll(
        verdicts.settled.filter(({ after }) => saved.ids.has(after.id)),
        lease.urls,
      ).memory,
      ...toldOf(
        fault,
        lease,
        told.messages.some(({ digest }) => digest === 'operator'),
        now,
      ),
    },
  };
}

function faultIn({ refusal }: Described): Fault | undefined {
  return refusal && { who: 'The CDN', code: refusal.code, message: refusal.message, advice: adviceOn(refusal.code) };
}

function written<T extends Change['after']>(changes: readonly Change<T>[], saved: ReadonlySet<string>): T[] {
  return changes.map(({ after }) => after).filter(({ id }) => saved.has(id));
}
