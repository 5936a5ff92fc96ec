/** Writes the messages of a sweep: what went wrong first, then what went well, in as few messages as Slack's limits allow. */
import type { Message } from '../ports';
import { type Audience, OUTCOMES, type Owed, type Waiting } from '../task';
import { packed } from './blocks';
import { type Group, LABEL_SHOWN } from './group';
import { overdueLine, problemLine } from './line';
import { type MessageOptions, toMessage } from './message';
import type { Told } from './part';
import { isComplete } from './sections';
import { clean, cut } from './text';

/**
 * Characters of problems in one message. Slack was seen to refuse about 12,000 over all blocks; with header, successes and
 * footer a message stays below 10,000.
 */
const PROBLEMS_LENGTH = 5_000;

/** Messages in one digest; what does not fit is a number. After a week of silence nobody reads a hundred of them. */
const PARTS = 5;

/** What one audience is to be told. */
export interface News {
  readonly to: Audience;
  readonly owed: readonly Owed[];
  readonly overdue: readonly Waiting[];
  /** The submissions of the tasks. */
  readonly groups: readonly Group[];
}

/**
 * One message for all tasks, or several when Slack's limits ask for it. Each message names the tasks it tells of, and counts
 * only those, so that each can be told, and recorded as told, on its own.
 */
export function digest(news: News, { mention, ...rest }: MessageOptions): Message[] {
  const alone = onlyGroupOf(news);
  const options: MessageOptions = { ...rest, heading: alone?.label ?? labelOf(news) };
  // The same order whoever read the list, and what ended since comes last, so that a repeat has the same parts with the same ids.
  const ranked = [...news.owed].sort((a, b) => a.settled - b.settled || rank(a) - rank(b) || byId(a, b));
  const complete = ranked.filter(isComplete);
  const problems: Told[] = [
    ...ranked.filter((task) => !isComplete(task)).map((task) => ({ ...problemLine(task, options), owed: task })),
    ...[...news.overdue].sort(byId).map((task) => ({ ...overdueLine(task, options), overdue: task })),
  ];
  const parts: Told[][] = packed(problems, PROBLEMS_LENGTH);
  if (parts.length === 0 && complete.length > 0) parts.push([]);
  const unnamed = parts.splice(PARTS).flat();
  return parts.map((named, i) => {
    const last = i === parts.length - 1;
    const part = parts.length > 1 ? ` (part ${i + 1} of ${parts.length})` : '';
    // Nobody wants to be pinged five times for one thing.
    const pinging = i === 0 ? { ...options, mention } : options;
    return last
      ? toMessage({ named, unnamed, complete, groups: news.groups, alone, part }, news.to, pinging)
      : toMessage({ named, unnamed: [], complete: [], groups: [], part }, news.to, pinging);
  });
}

/** The submission all of the news is about, if there is one. */
function onlyGroupOf({ groups, owed, overdue }: News): Group | undefined {
  const [group] = groups;
  const only =
    groups.length === 1 && overdue.length === 0 && owed.every((task) => task.submission === group?.submission);
  return only ? group : undefined;
}

/** Where submissions are not summed up, what all tasks are called. */
function labelOf({ to, owed }: News): string | undefined {
  const [label, ...others] = new Set(owed.map((task) => cut(clean(task.label ?? ''), LABEL_SHOWN)));
  return to === 'failures' && others.length === 0 ? label || undefined : undefined;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function rank(task: Owed): number {
  return OUTCOMES.indexOf(task.ending.outcome);
}
