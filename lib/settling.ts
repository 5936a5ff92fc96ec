/**
 * Settles tasks as their answers come, and writes down what has changed, a request's worth at a time, while other calls are under
 * way. Only outcomes are kept, and no more of them than one sweep can tell.
 */
import pLimit from 'p-limit';
import { type Log, loggable } from './log';
import type { Change, TaskList } from './ports';
import { oneMore, type Running, type RunningTasks } from './steps/running';
import { recallAll } from './steps/url-memory';
import { settleAll } from './steps/verdicts';
import { NOTHING, type Summary } from './summary';
import type { Answer, Owed, Waiting } from './task';

/** Rows of one request: https://www.alibabacloud.com/help/en/tablestore/product-overview/general-limits */
const WRITTEN_AT_ONCE = 200;

/** Tasks of one sweep that it tells of. The others are owed, and the next sweep tells of them. */
const MOST = 5_000;

export interface Settled {
  /** Written as owed, to be told now. */
  readonly tasks: readonly Owed[];
  /** All that were written as owed, by outcome. */
  readonly outcomes: Summary['settled'];
  /** How many of them are left to the next sweep. */
  readonly others: number;
  /** The submissions of those. */
  readonly submissions: ReadonlySet<string>;
  /** Tasks that take too long, and have not been told as such. */
  readonly overdue: readonly Waiting[];
  /** Everything that is still watched. */
  readonly running: RunningTasks;
  /** Rows that somebody else changed first. */
  readonly lost: number;
  /** Rows that could not be written. */
  readonly failed: number;
  /** What is remembered of URLs: see lib/steps/url-memory.ts. */
  readonly urls: string | undefined;
}

export interface Settling {
  /** What the CDN said of these tasks. One without an answer stays as it is. */
  take(tasks: readonly Waiting[], answers: ReadonlyMap<Waiting, Answer>): Promise<void>;
  /** Writes the rest. */
  end(): Promise<Settled>;
}

export interface SettlingOptions {
  /** Ms since 1970. */
  readonly now: number;
  readonly epoch: number;
  readonly historyDays: number;
  /** What is remembered of URLs. */
  readonly urls: string | undefined;
}

export function createSettling(
  options: SettlingOptions,
  world: { readonly list: TaskList; readonly log: Log },
): Settling {
  const { now, epoch, historyDays } = options;
  const tasks: Owed[] = [];
  const overdue: Waiting[] = [];
  const outcomes = { ...NOTHING.settled };
  const running = new Map<string, Running>();
  const submissions = new Set<string>();
  let { urls } = options;
  let others = 0;
  let lost = 0;
  let failed = 0;
  let toWrite: Change[] = [];
  // One after the other: what is remembered of URLs goes from one to the next.
  const inTurn = pLimit(1);

  return {
    async take(batch, answers) {
      const { settled, changed } = settleAll(answers, now, historyDays, epoch);
      const judged = new Set([...settled, ...changed].map(({ before }) => before));
      for (const task of batch) if (!judged.has(task)) watchOn(task);
      toWrite.push(...settled, ...changed);
      if (toWrite.length >= WRITTEN_AT_ONCE) await inTurn(() => write(WRITTEN_AT_ONCE));
    },

    async end() {
      await inTurn(async () => {
        while (toWrite.length > 0) await write(1);
      });
      return { tasks, outcomes, others, submissions, overdue, running, lost, failed, urls };
    },
  };

  async function write(least: number): Promise<void> {
    if (toWrite.length < least) return;
    const changes = toWrite.slice(0, WRITTEN_AT_ONCE);
    toWrite = toWrite.slice(WRITTEN_AT_ONCE);
    const settled = changes.filter(isEnd);
    const recalled = recallAll(settled, urls).settled;
    const changed = changes.filter((change) => !isEnd(change));
    const saved = await world.list.save([...recalled, ...changed]);
    lost += saved.lost;
    failed += saved.failed.length;
    for (const error of saved.failed) world.log.error(loggable(error), 'rows not written: they are as they were');
    // Only of what was written: the others are settled again.
    urls = recallAll(
      settled.filter(({ after }) => saved.ids.has(after.id)),
      urls,
    ).memory;
    for (const { before, after } of [...recalled, ...changed]) {
      if (saved.ids.has(after.id)) take(after);
      else if (before.state === 'waiting') count(before);
    }
  }

  function take(after: Change['after']): void {
    if (after.state === 'waiting') {
      watchOn(after);
      return;
    }
    outcomes[after.ending.outcome]++;
    if (tasks.length < MOST) {
      tasks.push(after);
    } else {
      others++;
      if (after.submission !== undefined) submissions.add(after.submission);
    }
  }

  function watchOn(task: Waiting): void {
    count(task);
    if (task.overdue === 'owed' && overdue.length < MOST) overdue.push(task);
  }

  function count(task: Waiting): void {
    if (task.submission !== undefined) running.set(task.submission, oneMore(running.get(task.submission), task));
  }
}

function isEnd(change: Change): change is Change<Owed> {
  return change.after.state === 'owed';
}
