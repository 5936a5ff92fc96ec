/** Writes down who has heard of what. After Slack's ok nothing may lead to a repetition, so failures are logged, never thrown. */
import { type Log, loggable } from './log';
import type { Clock, Message, TaskList } from './ports';
import { bySubmission } from './steps/by-submission';
import { tallyOf } from './steps/tally';
import type { Audience, Owed, Tally, Waiting } from './task';

export interface Recording {
  readonly list: TaskList;
  readonly clock: Clock;
  readonly log: Log;
}

/** Each answers how many settled tasks have left the list. */
export interface Records {
  /** Slack has the message. What another audience has yet to hear stays, and is not told to this one again. */
  told(message: Message): Promise<number>;
  /** Nobody is to hear of these. */
  silent(tasks: readonly Owed[]): Promise<number>;
  /** Slack refuses the message in every form: its audience will never hear of it. */
  giveUp(message: Message, code: string): Promise<number>;
}

/**
 * @param messages all that are to be told now
 * @param goesOn whether more is to come of a submission: what is told of it now is summed up when it ends; undefined where nothing is
 */
export function createRecords(
  messages: readonly Message[],
  goesOn: ((submission: string) => boolean) | undefined,
  epoch: number,
  { list, clock, log }: Recording,
): Records {
  const all = messages.flatMap(({ owed }) => owed);
  const missing = awaited(messages);
  /** Who has heard of a task, and who need not any more. */
  const through = new Map(all.map(({ id, told }) => [id, new Set(told)]));
  const heard = new Set(all.filter(({ told }) => told?.length).map(({ id }) => id));

  return {
    async told({ owed, overdue, digest, to }) {
      await recordOverdue(overdue, digest);
      for (const { id } of owed) heard.add(id);
      return settle(owed, to, digest);
    },

    silent: (tasks) => archive(tasks, 'silent'),

    async giveUp({ owed, overdue, digest, to }, code) {
      log.error(
        { digest, to, code, ids: owed.slice(0, 20).map(({ id }) => id) },
        'Slack refuses the message in every form',
      );
      await recordOverdue(overdue, digest);
      // To be seen by a person: what nobody has heard of, and nobody else is to hear of.
      const dead = owed.filter(({ id }) => !heard.has(id) && (missing.get(id)?.size ?? 0) <= 1);
      const others = owed.filter((task) => !dead.includes(task));
      return (await bury(dead, code, digest)) + (await settle(others, to, digest));
    },
  };

  /** One audience is through with these tasks: those that none awaits any more leave the list. */
  async function settle(tasks: readonly Owed[], by: Audience, digest: string): Promise<number> {
    for (const { id } of tasks) {
      missing.get(id)?.delete(by);
      through.get(id)?.add(by);
    }
    const half = tasks.filter(({ id }) => missing.get(id)?.size);
    const { failed } = await list.save(
      half.map((task) => ({ before: task, after: { ...task, epoch, told: [...(through.get(task.id) ?? [])] } })),
    );
    logRepeatable(failed, digest);
    return archive(
      tasks.filter(({ id }) => !missing.get(id)?.size),
      digest,
    );
  }

  async function archive(tasks: readonly Owed[], digest: string): Promise<number> {
    const parts = partsOf(tasks);
    try {
      await list.archive(tasks, { at: clock.now(), digest });
    } catch (error) {
      logRepeatable([error], digest);
      return 0;
    }
    // Only then: counted before, and told again after a failure, they would count twice.
    await (parts.size > 0 ? list.addTold(digest, parts) : undefined)?.catch((error) =>
      log.warn({ digest, ...loggable(error) }, 'not counted for the last message of the submission'),
    );
    return tasks.length;
  }

  async function bury(tasks: readonly Owed[], code: string, digest: string): Promise<number> {
    if (tasks.length === 0) return 0;
    try {
      await list.bury(tasks.map((task) => ({ task, reason: `Slack refused the message: ${code}` })));
      for (const { id } of tasks) missing.get(id)?.clear();
      return tasks.length;
    } catch (error) {
      log.error({ digest, ...loggable(error) }, 'not moved to dead');
      return 0;
    }
  }

  /** What these tasks add to submissions that run on, and to those of which another message is to come. */
  function partsOf(leaving: readonly Owed[]): ReadonlyMap<string, Tally> {
    if (!goesOn) return new Map();
    const toCome = new Set(all.filter(({ id }) => missing.get(id)?.size).map(({ submission }) => submission));
    const parts = [...bySubmission(leaving)].filter(([submission]) => toCome.has(submission) || goesOn(submission));
    return new Map(parts.map(([submission, tasks]) => [submission, tallyOf(tasks)]));
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
