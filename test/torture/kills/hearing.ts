/** Who has heard of what, how often, and which kills are an excuse for hearing it again. */
import type { Audience } from '../../../lib/task';
import { isRecorded, type Lists } from './rows';
import { countsOthers, digestOf, type Named, namedIn } from './told';

export interface Message {
  readonly to: Audience;
  readonly payload: unknown;
}

export interface Hearing {
  /**
   * What Slack took since the last tick, and the rows as they are now.
   * @returns to whom those of the messages went that are not recorded
   */
  hear(messages: readonly Message[], rows: ReadonlyMap<string, Lists>): Audience[];
  /** Whether this audience has heard how the task ended. */
  knows(to: Audience, id: string): boolean;
  readonly messages: number;
  /** How many of them named a task again. */
  readonly repeats: number;
  /** How many could be excused for that: they were out when a kill kept them from being recorded. */
  readonly excuses: number;
  readonly breaches: readonly string[];
}

/** @param endOf how a task must end */
export function createHearing(endOf: (id: string) => string | undefined): Hearing {
  const breaches: string[] = [];
  /** By audience and task: how often it was told, and how often that was not recorded. */
  const heard = new Map<string, { times: number; excused: number }>();
  /** By audience and the tasks named. */
  const digests = new Map<string, string | undefined>();
  let count = 0;
  let repeats = 0;
  let excuses = 0;
  return {
    breaches,
    get messages() {
      return count;
    },
    get repeats() {
      return repeats;
    },
    get excuses() {
      return excuses;
    },
    knows: (to, id) => heard.has(keyOf(to, { id, as: 'complete' })),
    hear(messages, rows) {
      const read = messages.map((message) => ({ to: message.to, tasks: listen(message) }));
      const open = read.filter(({ to, tasks }) => tasks.some((task) => !isRecorded(rows.get(task.id) ?? {}, to, task)));
      excuses += open.length;
      for (const { to, tasks } of open) {
        for (const task of tasks) {
          const known = heard.get(keyOf(to, task));
          if (known) known.excused++;
        }
      }
      return open.map(({ to }) => to);
    },
  };

  function listen({ to, payload }: Message): Named[] {
    count++;
    const tasks = namedIn(payload);
    if (tasks.length === 0 || countsOthers(payload)) breaches.push('a message does not name all of its tasks');
    const again = tasks.filter((task) => note(to, task) > 1);
    if (again.length > 0) repeats++;
    const all = `${to} ${tasks.map(({ id, as }) => `${id} ${as}`).sort()}`;
    const digest = digestOf(payload);
    if (digests.has(all) && digests.get(all) !== digest) breaches.push(`a repeat has not the same digest id: ${all}`);
    digests.set(all, digest);
    return tasks;
  }

  /** @returns how often it has been told now */
  function note(to: Audience, task: Named): number {
    const { id, as } = task;
    const end = endOf(id);
    if (as !== 'overdue' && as !== end) breaches.push(`${to} heard that task ${id} is ${as}, which is ${end}`);
    const key = keyOf(to, task);
    const { times, excused } = heard.get(key) ?? { times: 0, excused: 0 };
    if (times > excused) breaches.push(`${to} heard of task ${id} (${as}) again, and no kill is the reason`);
    heard.set(key, { times: times + 1, excused });
    return times + 1;
  }
}

/** One end, whatever it is called: a task has no second one. */
function keyOf(to: Audience, { id, as }: Named): string {
  return `${to} ${id} ${as === 'overdue' ? 'overdue' : 'ended'}`;
}
