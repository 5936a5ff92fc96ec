/** One sweep, from the first read to the last write: read → describe → settle → announce. */
import { announce } from './announce';
import { describe } from './describe';
import { type Log, loggable } from './log';
import type { Cdn, Change, Channel, Clock, Lease, Pace, Page, TaskList } from './ports';
import { readAll } from './read';
import { cutBatches } from './steps/batch';
import { type Budget, divideTime } from './steps/budget';
import { digest } from './steps/digest';
import { isHeld, nextLease, quietUntil } from './steps/lease';
import { operatorMessages } from './steps/operator';
import { settleAll, untoldOverdue } from './steps/verdicts';
import { type Counts, countOutcomes, countSkipped, NOTHING, type Summary } from './summary';
import type { Owed } from './task';

export interface World {
  readonly list: TaskList;
  readonly cdn: Cdn;
  readonly channel: Channel;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SweepOptions {
  /** Names this invocation in the lease; unique, since the platform may deliver one request twice. */
  readonly owner: string;
  /** How long this invocation can live. Ms. */
  readonly timeoutMs: number;
  readonly historyDays: number;
  readonly notify: 'all' | 'failures';
}

/**
 * Reads the list, asks the CDN about every waiting task as far as time goes, writes down what has changed, and tells Slack.
 * Whatever fails on the way is left for the next sweep.
 * @throws {TablestoreError} only when the list could not be read or the lease not be taken, so that nothing was done
 * @throws {ConfigError} when the invocation is too short for a sweep
 */
export async function sweep(options: SweepOptions, world: World): Promise<Summary> {
  const { list, clock, log } = world;
  const now = clock.now();
  const budget = divideTime(options.timeoutMs);
  const first = await list.read();
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
      const swept = await sweepList(first, lease, now, budget, options, world);
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
  { historyDays, notify }: SweepOptions,
  world: World,
): Promise<{ counts: Counts; left: Partial<Lease> }> {
  const { list } = world;
  const { waiting, untold, owedLater, unreadable, toldBefore } = await readAll(first, world);

  const described = await describe(cutBatches(waiting, lease.cursor), budget.asking, world);

  const verdicts = settleAll(described.answers, now, historyDays, lease.epoch);
  const claimed = untold.map((before) => ({ before, after: { ...before, epoch: lease.epoch } }));
  const saved = await list.save([...verdicts.settled, ...claimed, ...verdicts.changed]);
  for (const error of saved.failed) world.log.error(loggable(error), 'rows not written: they are as they were');

  const settled = written(verdicts.settled, saved.ids);
  const owed = [...settled, ...written(claimed, saved.ids)];
  const overdue = untoldOverdue(waiting, verdicts, saved.ids);
  const isSilent = ({ ending }: Owed) => notify === 'failures' && ending.outcome === 'complete';
  const messages = [
    ...operatorMessages(described.refusal, lease.fault, now),
    ...digest(
      owed.filter((task) => !isSilent(task)),
      overdue,
      { now, historyDays },
    ),
  ];
  const told = await announce(
    messages,
    owed.filter(isSilent),
    lease.epoch,
    quietUntil(lease, now),
    budget.telling,
    world,
  );

  return {
    counts: {
      pending: waiting.length + untold.length + owedLater + unreadable + toldBefore,
      asked: described.asked,
      calls: described.calls,
      failedCalls: described.failedCalls,
      settled: countOutcomes(settled),
      announced: told.messages.flatMap((message) => message.owed).length,
      owed: untold.length + owedLater + settled.length - told.gone,
      messages: told.messages.length,
      skipped: countSkipped({
        'out-of-time': described.refusal ? 0 : described.unasked,
        'not-allowed': described.refusal ? described.unasked : 0,
        'lost-race': saved.lost,
        'write-failed': saved.failed.length,
        'told-before': toldBefore,
        unreadable,
      }),
    },
    left: {
      cursor: described.unasked > 0 ? (described.cursor ?? lease.cursor) : undefined,
      quietUntil: told.quietUntil,
      fault: faultTold(),
    },
  };

  /** What the operator knows of: told once while it lasts, and forgotten when a call went well. */
  function faultTold(): string | undefined {
    const { refusal, calls, failedCalls } = described;
    if (!refusal) return calls > failedCalls ? undefined : lease.fault;
    return told.messages.some((message) => message.digest === 'operator') ? refusal.code : lease.fault;
  }
}

function written<T extends Change['after']>(changes: readonly Change<T>[], saved: ReadonlySet<string>): T[] {
  return changes.map(({ after }) => after).filter(({ id }) => saved.has(id));
}
