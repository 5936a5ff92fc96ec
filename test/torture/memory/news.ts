/** What a message tells, read as a person would: from its text. */
import type { Payload } from '../../../lib/ports';
import type { Outcome } from '../../../lib/task';

/** A piece of news: how a task ended, or that it is overdue. */
export interface News {
  readonly id: string;
  readonly said: Outcome | 'overdue';
}

export interface Reading {
  readonly digest: string;
  readonly news: readonly News[];
  /** How many more tasks the message counts and does not name: those that are complete, and those that are not. */
  readonly counted: { readonly complete: number; readonly problems: number };
}

/** A line is one text: what happened, and `task` with the id. The ids of all scenes have ten digits and begin with 7. */
export function read({ blocks, text }: Payload): Reading {
  const said = JSON.stringify(blocks ?? text);
  const lines = said.matchAll(/"([^"]*)\btask (7\d{9})\b/g);
  return {
    digest: /\bdigest (\w+)/.exec(said)?.[1] ?? '',
    news: [...lines].map(([, before = '', id = '']) => ({ id, said: saidIn(before) })),
    counted: {
      complete: numberIn(/"and ([\d,]+) more"/, said),
      problems: numberIn(/"and ([\d,]+) more that need/, said),
    },
  };
}

function numberIn(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

function saidIn(line: string): News['said'] {
  if (line.startsWith('still running')) return 'overdue';
  const [, outcome] = /^(failed|missing|expired|rejected):/.exec(line) ?? [];
  return (outcome as Outcome | undefined) ?? 'complete';
}
