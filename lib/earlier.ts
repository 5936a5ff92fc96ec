/** The settled tasks of earlier sweeps: the oldest are kept, of the others only what the messages must know of them. */
import type { Owed } from './task';

/** Tasks of earlier sweeps that one sweep looks after: after a long silence of Slack there can be more than it has time and memory for. */
const MOST = 5_000;

export interface Earlier {
  /** The oldest first. */
  readonly tasks: readonly Owed[];
  /** How many others there are, for later sweeps. */
  readonly others: number;
  /** Their submissions. */
  readonly submissions: ReadonlySet<string>;
}

/** @param tellable whether this sweep can deal with a task at all: a webhook that is down must not use up the others' turns */
export function createEarlier(tellable: (task: Owed) => boolean): {
  add(owed: readonly Owed[]): void;
  found(): Earlier;
} {
  let kept: Owed[] = [];
  let others = 0;
  const submissions = new Set<string>();
  return {
    add(owed) {
      for (const task of owed) {
        if (tellable(task)) kept.push(task);
        else leave(task);
      }
      if (kept.length > 2 * MOST) cut();
    },
    found() {
      cut();
      return { tasks: kept, others, submissions };
    },
  };

  function cut(): void {
    kept.sort((a, b) => a.settled - b.settled);
    for (const task of kept.slice(MOST)) leave(task);
    kept = kept.slice(0, MOST);
  }

  function leave({ submission }: Owed): void {
    others++;
    if (submission !== undefined) submissions.add(submission);
  }
}
