/** What is put on the list between two ticks, as it is drawn: single tasks and submissions, each task with its fate. */
import fc from 'fast-check';
import type { Outcome } from '../../../lib/task';
import { completes, createdAt, fails, type Life } from '../../cloud/cdn/life';

/** `slow` takes so long that this is told, and fails then; `spoilt` is a row nobody can read. */
export type Fate = 'complete' | 'failed' | 'missing' | 'rejected' | 'expired' | 'spoilt' | 'slow';

export interface Order {
  /** A row without a submission, several rows with one, or URLs given to the submit function. */
  readonly way: 'alone' | 'together' | 'submitted';
  readonly tasks: readonly { readonly fate: Fate; readonly seconds: number; readonly urls: number }[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A purge is told as overdue after half an hour. */
const SLOW = 35 * MINUTE;
const LONG_AGO = 40 * DAY;

const fate = fc.oneof(
  ...(
    [
      ['complete', 16],
      ['failed', 12],
      ['missing', 4],
      ['expired', 3],
      ['rejected', 1],
      ['spoilt', 1],
      ['slow', 1],
    ] as const
  ).map(([word, weight]) => ({ weight, arbitrary: fc.constant<Fate>(word) })),
);

const drawn: fc.Arbitrary<Order> = fc.record({
  way: fc.constantFrom('alone' as const, 'alone' as const, 'alone' as const, 'together' as const, 'submitted' as const),
  tasks: fc.array(
    fc.record({ fate, seconds: fc.integer({ min: 0, max: 400 }), urls: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 2, maxLength: 4 },
  ),
});

export const order: fc.Arbitrary<Order> = fc.noBias(drawn).map(({ way, tasks }) => {
  if (way === 'alone') return { way, tasks: tasks.slice(0, 1) };
  // What is submitted here is known to the CDN, and nothing waits for half an hour for a task of its submission.
  const usual = (is: Fate): Fate =>
    way === 'submitted' ? (is === 'failed' ? is : 'complete') : is === 'slow' ? 'failed' : is;
  return { way, tasks: tasks.map((task) => ({ ...task, fate: usual(task.fate) })) };
});

export function endOf(fate: Fate): Outcome | 'dead' {
  if (fate === 'slow') return 'failed';
  return fate === 'spoilt' ? 'dead' : fate;
}

/** What becomes of its URLs at the CDN; undefined where the CDN does not know it. */
export function lifeOf({ fate, seconds }: Order['tasks'][number], now: number): Life | undefined {
  switch (fate) {
    case 'missing':
      return undefined;
    case 'expired':
      return createdAt(now - LONG_AGO, completes(MINUTE));
    case 'failed':
      return fails(seconds * 1000, 'OriginTimeout');
    case 'slow':
      return fails(SLOW + seconds * 1000, 'InternalError');
    default:
      return completes(seconds * 1000);
  }
}

/** When the row says that the task came onto the list. */
export function addedOf(fate: Fate, now: number): bigint | string {
  if (fate === 'spoilt') return 'yesterday';
  return BigInt(fate === 'expired' ? now - LONG_AGO : now);
}
