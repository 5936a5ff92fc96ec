/** What the page shows at one moment, as JSON: the channel's messages and the rows of the table. */
import { type Listed, type ListName, toListed } from '../../../lib/edges/tablestore-listed';
import { clean } from '../../../lib/steps/text';
import type { Received } from '../slack/server';
import type { Part } from '../slack/walk';
import type { Value } from '../tablestore/value';

/** In the order in which they are shown; `owed` has its outcome, and Slack has yet to hear of it. */
export const GROUPS = ['pending', 'owed', 'dead', 'done'] as const;
export type Group = (typeof GROUPS)[number];

/** All times are ms since 1970. */
export interface PageState {
  /** The local cloud's clock, which can be hours ahead of the machine's. */
  readonly now: number;
  readonly messages: readonly ShownMessage[];
  /** How many older messages there are. */
  readonly earlier: number;
  readonly rows: readonly ShownRow[];
  readonly counts: Readonly<Record<Group, number>>;
}

export interface ShownMessage {
  /** The same for the same message only, also when the cloud was started anew. */
  readonly id: string;
  readonly at: number;
  readonly payload: Part;
}

export interface ShownRow {
  readonly group: Group;
  readonly id: string;
  readonly label?: string;
  readonly urls: readonly string[];
  /** waiting, overdue, an outcome, or why nobody can read the row. */
  readonly state: string;
  /** A task that is waiting counts from here. */
  readonly since?: number;
  /** How long it took. */
  readonly took?: number;
  /** When Slack was told. */
  readonly told?: number;
}

/** A page that is asked for once a second must stay small, however long the cloud runs. */
const MESSAGES_SHOWN = 50;
const ROWS_SHOWN = 300;

export function pageState(
  messages: readonly Received[],
  rows: readonly Readonly<Record<string, Value>>[],
  now: number,
): PageState {
  // What was told last comes first.
  const shown = rows.flatMap(toShown).sort((a, b) => (b.told ?? 0) - (a.told ?? 0));
  const inGroup = (group: Group) => shown.filter((row) => row.group === group);
  const numbered = messages.map((message, index) => ({ id: `${message.at}-${index}`, ...message }));
  return {
    now,
    messages: numbered.slice(-MESSAGES_SHOWN),
    earlier: Math.max(0, messages.length - MESSAGES_SHOWN),
    rows: GROUPS.flatMap(inGroup).slice(0, ROWS_SHOWN),
    counts: {
      pending: inGroup('pending').length,
      owed: inGroup('owed').length,
      dead: inGroup('dead').length,
      done: inGroup('done').length,
    },
  };
}

/** Lease and journal are no tasks. */
function toShown({ list, id, ...columns }: Readonly<Record<string, Value>>): ShownRow[] {
  if (list !== 'pending' && list !== 'done' && list !== 'dead') return [];
  const numbers = Object.entries(columns).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return [shownRow(toListed(list satisfies ListName, String(id), Object.fromEntries(numbers)))];
}

function shownRow(listed: Listed): ShownRow {
  const id = clean(listed.id);
  switch (listed.state) {
    case 'pending': {
      const { urls, label, added, overdue } = listed.task;
      const since = added !== undefined && { since: added };
      return { group: 'pending', id, urls, state: overdue ? 'overdue' : 'waiting', ...labelled(label), ...since };
    }
    case 'owed':
    case 'done': {
      const { urls, label, ending } = listed.task;
      const took = ending.took !== undefined && { took: ending.took };
      const told = listed.state === 'done' && listed.announced !== undefined && { told: listed.announced };
      const named = urls.length > 0 ? urls : ending.urls;
      return { group: listed.state, id, urls: named, state: ending.outcome, ...labelled(label), ...took, ...told };
    }
    case 'dead':
      return { group: 'dead', id, urls: [], state: clean(listed.reason) };
    case 'unreadable':
      return { group: listed.list, id, urls: [], state: clean(listed.reason) };
    default:
      return listed satisfies never;
  }
}

function labelled(label: string | undefined): { label?: string } {
  return label === undefined ? {} : { label: clean(label) };
}
