/** Watches that no task's state goes backwards, and that an outcome stays what it is. */
import { type Lists, outcomeOf } from './rows';

/** What is known of a task only grows. */
const STATES = ['not there', 'waiting', 'owed', 'done', 'dead'] as const;

interface Known {
  readonly state: (typeof STATES)[number];
  readonly outcome: string | undefined;
}

/** @returns what looks at the rows after each tick, and says what is wrong */
export function createStateWatch(): (rows: ReadonlyMap<string, Lists>) => string[] {
  const before = new Map<string, Known>();
  return (rows) =>
    [...new Set([...before.keys(), ...rows.keys()])].flatMap((id) => {
      const lists = rows.get(id) ?? {};
      const now = { state: stateOf(lists), outcome: outcomeOf(lists.done ?? lists.pending) };
      const was = before.get(id) ?? now;
      before.set(id, now);
      const wrong: string[] = [];
      if (STATES.indexOf(now.state) < STATES.indexOf(was.state))
        wrong.push(`task ${id} was ${was.state} and is ${now.state}`);
      if (was.outcome !== undefined && was.outcome !== now.outcome)
        wrong.push(`the outcome of task ${id} was ${was.outcome} and is ${now.outcome}`);
      return wrong;
    });
}

function stateOf({ pending, done, dead }: Lists): Known['state'] {
  if (dead) return 'dead';
  if (done) return 'done';
  if (!pending) return 'not there';
  return pending.state === 'owed' ? 'owed' : 'waiting';
}
