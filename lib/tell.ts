/** Chooses what is told now, of this sweep's and of earlier ones, and tells it. */
import { type Announced, announce, type Telling } from './announce';
import { loggable } from './log';
import type { Message, Quiet } from './ports';
import { untold } from './steps/audience';
import { digest } from './steps/digest';
import { groupsOf } from './steps/group';
import type { MessageOptions } from './steps/message';
import { release } from './steps/release';
import type { RunningTasks } from './steps/running';
import { AUDIENCES, type Owed, type Waiting } from './task';

export interface TellOptions extends Omit<MessageOptions, 'now'> {
  /** `submission`: successes wait for the rest of their submission; `sweep`: everything is told at once. */
  readonly announce: 'submission' | 'sweep';
  readonly notify: 'all' | 'failures';
  /** Whether failures are told to a second webhook: no, as well, or there only. */
  readonly failures: 'none' | 'also' | 'only';
}

export interface ToTell {
  /** Settled by this sweep. */
  readonly settled: readonly Owed[];
  /** Settled by earlier ones, the oldest first. */
  readonly earlier: readonly Owed[];
  /** Still watched. */
  readonly running: RunningTasks;
  /** Whether that is all: of the list's rest, if it could not be read, it is not known what runs there. */
  readonly whole: boolean;
  /** The submissions of settled tasks that are left to a later sweep. */
  readonly left: ReadonlySet<string>;
  readonly overdue: readonly Waiting[];
  /** For the person who runs the poller. */
  readonly operator: readonly Message[];
}

export interface Told extends Announced {
  /** Successes that wait for the rest of their submission. */
  readonly held: number;
  /** Tasks an earlier sweep told and recorded, but did not take off the list; that was done now. */
  readonly toldBefore: number;
}

/**
 * @param quietUntil no message before then (ms since 1970)
 * @param until no post is under way after this, in ms since the invocation began
 */
export async function tell(
  { settled, earlier, running, whole, left, overdue, operator }: ToTell,
  { announce: mode, ...options }: TellOptions,
  sweep: { readonly epoch: number; readonly now: number; readonly quietUntil: Quiet; readonly until: number },
  telling: Telling,
): Promise<Told> {
  const { list, log } = telling;
  const { epoch, now } = sweep;
  // Where nobody hears of successes there is nothing to sum up.
  const grouped = mode === 'submission' && options.notify === 'all';
  const runs = (submission: string) => !whole || running.has(submission);
  const { due, held } = release([...settled, ...earlier], runs, grouped ? 'submission' : 'sweep', now);
  const { now: sure, before, unsure } = await lookUp(due);

  const waits = new Set([...left, ...unsure.flatMap(({ submission }) => submission ?? [])]);
  const goesOn = grouped ? (submission: string) => runs(submission) || waits.has(submission) : undefined;
  const messages = [...operator, ...(await write(sure))];
  const silent = sure.filter((task) => untold(task, options).length === 0);
  const announced = await announce({ messages, silent, goesOn }, epoch, sweep.quietUntil, sweep.until, telling);
  return { ...announced, held: held.length, toldBefore: before.length };

  /** Of tasks that earlier sweeps settled: those whose telling was recorded only need to go. */
  async function lookUp(tasks: readonly Owed[]) {
    const theirs = new Set(earlier);
    const ours = tasks.filter((task) => !theirs.has(task));
    const old = tasks.filter((task) => theirs.has(task));
    const recorded = await list.recorded(old).catch((error) => {
      // Whether they were told is not known, so they wait: a late message is better than a second one.
      log.error(loggable(error), 'owed tasks not looked up');
      telling.trouble?.(error);
      return undefined;
    });
    if (!recorded) return { now: ours, before: [], unsure: old };
    const told = old.filter(({ id }) => recorded.has(id));
    await list.drop(told).catch((error) => log.error(loggable(error), 'told tasks not taken off the list'));
    // Written from now on by this sweep, so that its own writes do not stop its later ones.
    const mine = old.filter(({ id }) => !recorded.has(id)).map((task) => ({ ...task, epoch }));
    return { now: [...ours, ...mine], before: told, unsure: [] };
  }

  /** Each audience has messages of its own. */
  async function write(tasks: readonly Owed[]): Promise<Message[]> {
    const groups = grouped ? groupsOf(tasks, running, await toldSoFar(tasks), held) : [];
    return AUDIENCES.flatMap((to) => {
      const owed = tasks.filter((task) => untold(task, options).includes(to));
      const summedUp = to === 'channel' ? groups.filter((group) => group.due.some((task) => owed.includes(task))) : [];
      // One ping for one failure: where failures are looked for.
      const mention = to === (options.failures === 'none' ? 'channel' : 'failures') ? options.mention : undefined;
      const news = { to, owed, overdue: to === 'channel' ? overdue : [], groups: summedUp };
      return digest(news, { ...options, mention, now });
    });
  }

  async function toldSoFar(tasks: readonly Owed[]) {
    const submissions = [...new Set(tasks.flatMap(({ submission }) => submission ?? []))];
    return list.told(submissions).catch((error) => {
      // It is about the wording only.
      log.warn(loggable(error), 'what was told of submissions is not known');
      return new Map();
    });
  }
}
