/** One sweep, from the first read to the last write: read → describe → settle → announce. */
import { type Described, describe } from './describe';
import { type Log, loggable } from './log';
import type { Cdn, Channel, Clock, Lease, Pace, Page, TaskList } from './ports';
import { createReading } from './read';
import { createSettling } from './settling';
import { tellable } from './steps/audience';
import { type Budget, divideTime } from './steps/budget';
import { isHeld, isSilent, nextLease, quietUntil } from './steps/lease';
import { adviceOn, type Fault, operatorMessages, toldOf } from './steps/operator';
import { type Counts, countSkipped, NOTHING, type Summary } from './summary';
import { sweepClock } from './sweep-clock';
import { AUDIENCES, type Audience } from './task';
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

    if (isSilent(first.lease, now)) world.pace.headStart();
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
  const { epoch, cursor, urls } = lease;
  const quiet = quietUntil(lease, now);
  const speakable = AUDIENCES.filter((audience) => (quiet[audience] ?? 0) - now < budget.telling);

  const reading = createReading(
    first,
    {
      cursor,
      mayRead: () => world.clock.elapsed() < budget.reading,
      tellable: (task) => tellable(task, options, speakable),
    },
    world,
  );
  const settling = createSettling({ now, epoch, historyDays, urls }, world);
  const described = await describe(reading.batches, budget.asking, settling.take, world);
  const settled = await settling.end();

  const { earlier, whole, ...found } = reading.found();
  const fault = faultIn(described);
  const told = await tell(
    {
      settled: settled.tasks,
      earlier: earlier.tasks,
      running: settled.running,
      whole,
      left: new Set([...settled.submissions, ...earlier.submissions]),
      overdue: settled.overdue,
      operator: operatorMessages(fault, described.calls > described.failedCalls, lease, now, options.place),
    },
    { ...options, historyDays },
    { epoch, now, quietUntil: quiet, until: budget.telling },
    world,
  );

  const all = earlier.tasks.length + earlier.others + settled.tasks.length + settled.others;
  return {
    counts: {
      pending: found.rows,
      asked: described.asked,
      calls: described.calls,
      failedCalls: described.failedCalls,
      settled: settled.outcomes,
      announced: new Set(told.messages.flatMap((message) => message.owed.map(({ id }) => id))).size,
      owed: all - told.toldBefore - told.gone - told.held,
      held: told.held,
      messages: told.messages.length,
      skipped: countSkipped({
        'out-of-time': fault ? 0 : described.unasked,
        'not-allowed': fault ? described.unasked : 0,
        'lost-race': settled.lost,
        'write-failed': settled.failed,
        'told-before': told.toldBefore,
        unreadable: found.unreadable,
      }),
    },
    left: {
      cursor: described.unasked > 0 || !whole ? (described.last ?? cursor) : undefined,
      ...(described.calls > 0 && { asked: world.clock.now() }),
      quiet: told.quiet,
      urls: settled.urls,
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
