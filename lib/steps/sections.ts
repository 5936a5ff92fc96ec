/** The parts of a message that count and sum up: its headline, the submissions, the first successes, and what has no room. */
import { OUTCOMES, type Owed, type Waiting } from '../task';
import { sentence } from './group';
import { isLate, type Line, type LineOptions, successLine } from './line';
import type { Part, Told } from './part';
import { LIMITS } from './slack-limits';
import { number } from './words';

/** Submissions and complete tasks named one by one; the others are a number. */
const GROUPS_NAMED = 10;
const SUCCESSES_NAMED = 5;

/** The last message about one submission is headed by what became of its URLs, any other by how many tasks it tells of. */
export function headlineOf(
  { alone, part }: Part,
  owed: readonly Owed[],
  overdue: readonly Waiting[],
  { now, heading }: LineOptions,
): string {
  const late = owed.length > 0 && owed.every((task) => isLate(task, now)) ? 'Late: ' : '';
  const tasks = heading === undefined ? '' : owed.length === 1 ? ' task' : ' tasks';
  const said = alone
    ? sentence(alone, now, LIMITS.header - late.length - part.length)
    : `${heading ?? 'CDN'}: ${counts(owed, overdue)}${tasks}`;
  return `${late}${said}${part}`;
}

/** The submissions that have something to sum up, each in a sentence. */
export function submissionLines({ groups, alone }: Part, { now }: LineOptions): Line[] {
  // A submission of one task says nothing that its line does not.
  const several = groups.filter(({ settled, running }) => settled.tasks + running > 1);
  const others = several.filter((group) => group !== alone && (group.running === 0 || group.due.some(isComplete)));
  const lines = others.slice(0, GROUPS_NAMED).map((group) => ({ urls: [], text: sentence(group, now) }));
  const more = others.length - GROUPS_NAMED;
  return more > 0
    ? [...lines, { urls: [], text: `and ${number(more)} more ${more === 1 ? 'submission' : 'submissions'}` }]
    : lines;
}

/** The first complete tasks, those first of which there is something to say. */
export function successLines({ complete }: Part, options: LineOptions): Line[] {
  const notable = [...complete].sort((a, b) => Number(!a.ending.before) - Number(!b.ending.before));
  const lines = notable.slice(0, SUCCESSES_NAMED).map((task) => successLine(task, options));
  const more = complete.length - SUCCESSES_NAMED;
  return more > 0 ? [...lines, { urls: [], text: `and ${number(more)} more` }] : lines;
}

/** Problems there was no room for, as a number and a way to see them. */
export function restOf(unnamed: readonly Told[]): Line[] {
  if (unnamed.length === 0) return [];
  const list = unnamed.some((line) => 'owed' in line) ? 'done' : 'pending';
  const text = `and ${number(unnamed.length)} more that need a look`;
  return [{ urls: [], text, command: `cdn-tasks list --state ${list}` }];
}

export function isComplete({ ending }: Owed): boolean {
  return ending.outcome === 'complete';
}

/** "2 failed, 1 missing, 38 complete". */
function counts(owed: readonly Owed[], overdue: readonly Waiting[]): string {
  const numbers = OUTCOMES.map(
    (outcome) => [owed.filter((task) => task.ending.outcome === outcome).length, outcome as string] as const,
  );
  numbers.splice(-1, 0, [overdue.length, 'overdue']);
  return numbers
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${number(count)} ${word}`)
    .join(', ');
}
