/** Writes down who has heard of what. After Slack's ok nothing may lead to a repetition, so failures are logged, never thrown. */
import { type Log, loggable } from './log';
import type { Clock, Message, TaskList } from './ports';
import { type Tally, tallyOf } from './steps/group';
import type { Audience, Owed, Waiting } from './task';

export interface Recording {
  readonly list: TaskList;
  readonly clock: Clock;
  readonly log: Log;
}

/** Each answers how many settled tasks have left the list. */
export interface Records {
  /** Slack has the message. */
  told(message: Message): Promise<number>;
  /** Nobody is to hear of these. */
  silent(tasks: readonly Owed[]): Promise<number>;
  /** Slack refuses the message in every form. */
  giveUp(message: Message, code: string): Promise<number>;
  /** To be called last: what one audience has heard of and another has not stays, and is not told to the first one again. */
  markHalfTold(): Promise<void>;
}

/**
 * @param messages all that are to be told now
 * @param open submissions that go on: what is told of them now is summed up when they end; undefined where nothing is
 */
export function createRecords(
  messages: readonly Message[],
  open: ReadonlySet<string> | undefined,
  epoch: number,
  { list, clock, log }: Recording,
): Records {
  const all = messages.flatMap(({ owed }) => owed);
  const missing = awaited(messages);
  const heard = new Map<string, { readonly task: Owed; readonly by: Audience[] }>();

  return {
    async told({ owed, overdue, digest, to }) {
      await recordOverdue(overdue, digest);
      for (const task of owed) {
        missing.get(task.id)?.delete(to);
        const others = heard.get(task.id);
        if (others) others.by.push(to);
        else heard.set(task.id, { task, by: [to] });
      }
      return archive(
        owed.filter(({ id }) => !missing.get(id)?.size),
        digest,
      );
    },

    silent: (tasks) => archive(tasks, 'silent'),

    async giveUp({ owed, overdue, digest }, code) {
      const ids = owed.map(({ id }) => id);
      log.error({ digest, code, ids: ids.slice(0, 20) }, 'Slack refuses the message in every form: moved to dead');
      await recordOverdue(overdue, digest);
      try {
        await list.bury(owed.map((task) => ({ task, reason: `Slack refused the message: ${code}` })));
        return owed.length;
      } catch (error) {
        log.error({ digest, ...loggable(error) }, 'not moved to dead');
        return 0;
      }
    },

    async markHalfTold() {
      const half = [...heard.values()].filter(({ task }) => missing.get(task.id)?.size);
      const { failed } = await list.save(
        half.map(({ task, by }) => ({ before: task, after: { ...task, epoch, told: [...(task.told ?? []), ...by] } })),
      );
      logRepeatable(failed, 'half told');
    },
  };

  async function archive(tasks: readonly Owed[], digest: string): Promise<number> {
    try {
      await remember(tasks, digest);
      await list.archive(tasks, { at: clock.now(), digest });
      return tasks.length;
    } catch (error) {
      logRepeatable([error], digest);
      return 0;
    }
  }

  /** Before the tasks leave the list: their submission ends without them. */
  async function remember(tasks: readonly Owed[], digest: string): Promise<void> {
    const parts = new Map<string, Tally>();
    for (const submission of unfinished(tasks)) {
      const some = tasks.filter((task) => task.submission === submission);
      if (some.length > 0) parts.set(submission, tallyOf(some));
    }
    if (parts.size > 0) await list.addTold(digest, parts);
  }

  /** Submissions that run on, and those of which another message is to come: it may be told by another sweep. */
  function unfinished(leaving: readonly Owed[]): ReadonlySet<string> {
    if (!open) return new Set();
    const gone = new Set(leaving.map(({ id }) => id));
    const toCome = all.filter(({ id }) => missing.get(id)?.size && !gone.has(id));
    return new Set([...open, ...toCome.flatMap(({ submission }) => submission ?? [])]);
  }

  async function recordOverdue(overdue: readonly Waiting[], digest: string): Promise<void> {
    const { failed } = await list.save(
      overdue.map((before) => ({ before, after: { ...before, overdue: 'told' as const, epoch } })),
    );
    logRepeatable(failed, digest);
  }

  function logRepeatable(errors: readonly unknown[], digest: string): void {
    for (const error of errors) {
      log.error({ digest, ...loggable(error) }, 'told, but not recorded: the next sweep may repeat it');
    }
  }
}

/** By task, who has yet to hear of it. */
function awaited(messages: readonly Message[]): Map<string, Set<Audience>> {
  const missing = new Map<string, Set<Audience>>();
  for (const { owed, to } of messages) {
    for (const { id } of owed) missing.set(id, (missing.get(id) ?? new Set()).add(to));
  }
  return missing;
}
