/** Chooses what is told now, claims what earlier sweeps settled, and tells it. */
import { type Announced, announce, type Telling } from './announce';
import { loggable } from './log';
import type { Change, Message, Quiet } from './ports';
import { untold } from './steps/audience';
import { digest } from './steps/digest';
import { groupsOf } from './steps/group';
import type { MessageOptions } from './steps/message';
import { release } from './steps/release';
import { AUDIENCES, type Owed, type Waiting } from './task';

/** Tasks of earlier sweeps one sweep looks after for each audience: after a long silence of Slack there can be more than there is time for. */
const MOST_EARLIER = 2_000;

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
  readonly running: readonly Waiting[];
  readonly overdue: readonly Waiting[];
  /** For the person who runs the poller. */
  readonly operator: readonly Message[];
}

export interface Told extends Announced {
  /** Successes that wait for the rest of their submission. */
  readonly held: number;
  /** Tasks an earlier sweep told and recorded, but did not take off the list; that was done now. */
  readonly toldBefore: number;
  /** Rows that somebody else changed first. */
  readonly lost: number;
  readonly failed: number;
}

/**
 * @param quietUntil no message before then (ms since 1970)
 * @param until no post is under way after this, in ms since the invocation began
 */
export async function tell(
  { settled, earlier, running, overdue, operator }: ToTell,
  { announce: mode, ...options }: TellOptions,
  sweep: { readonly epoch: number; readonly now: number; readonly quietUntil: Quiet; readonly until: number },
  telling: Telling,
): Promise<Told> {
  const { list, log } = telling;
  const { epoch, now } = sweep;
  // Where nobody hears of successes there is nothing to sum up.
  const grouped = mode === 'submission' && options.notify === 'all';
  const { due: free, held } = release([...settled, ...earlier], running, grouped ? 'submission' : 'sweep', now);
  const released = new Set(free);
  const theirs = earlier.filter((task) => released.has(task));
  const claimed = await claim(chosen(theirs));
  const due = [...settled.filter((task) => released.has(task)), ...claimed.tasks];

  // What is left to a later sweep is of a submission that goes on, too.
  const ours = new Set(claimed.tasks.map(({ id }) => id));
  const others = [...running, ...theirs.filter(({ id }) => !ours.has(id))];
  const open = grouped ? new Set(others.flatMap(({ submission }) => submission ?? [])) : undefined;
  const messages = [...operator, ...(await write(due))];
  const silent = due.filter((task) => untold(task, options).length === 0);
  const announced = await announce({ messages, silent, open }, epoch, sweep.quietUntil, sweep.until, telling);
  return { ...announced, ...claimed.counts, held: held.length };

  /** The oldest of each audience that can be spoken to now: a webhook that is down must not use up the others' turns. */
  function chosen(tasks: readonly Owed[]): Owed[] {
    const speakable = AUDIENCES.filter((audience) => (sweep.quietUntil[audience] ?? 0) - now < sweep.until);
    const turns = speakable.flatMap((audience) =>
      tasks.filter((task) => untold(task, options).includes(audience)).slice(0, MOST_EARLIER),
    );
    const silent = tasks.filter((task) => untold(task, options).length === 0).slice(0, MOST_EARLIER);
    return [...new Set([...turns, ...silent])];
  }

  /** Of tasks that earlier sweeps settled: those whose telling was recorded only need to go; the others are ours from now on. */
  async function claim(tasks: readonly Owed[]) {
    const recorded = await list.recorded(tasks).catch((error) => {
      // Whether they were told is not known, so they wait: a late message is better than a second one.
      log.error(loggable(error), 'owed tasks not looked up');
      telling.trouble?.(error);
      return undefined;
    });
    if (!recorded) return { tasks: [], counts: { toldBefore: 0, lost: 0, failed: 0 } };
    const before = tasks.filter(({ id }) => recorded.has(id));
    await list.drop(before).catch((error) => log.error(loggable(error), 'told tasks not taken off the list'));
    const changes: Change<Owed>[] = tasks
      .filter(({ id }) => !recorded.has(id))
      .map((task) => ({ before: task, after: { ...task, epoch } }));
    const saved = await list.save(changes);
    for (const error of saved.failed) log.error(loggable(error), 'rows not written: they are as they were');
    return {
      tasks: changes.map(({ after }) => after).filter(({ id }) => saved.ids.has(id)),
      counts: { toldBefore: before.length, lost: saved.lost, failed: saved.failed.length },
    };
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
