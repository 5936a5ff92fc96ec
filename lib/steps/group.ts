/** The tasks of one submission as one sentence: "deploy 1.2.3: 12 of 12 URLs purged in 5 m 12 s". */
import { OUTCOMES, type Owed, type Tally } from '../task';
import { bySubmission } from './by-submission';
import type { RunningTasks } from './running';
import { NOTHING_TOLD, sum, tallyOf, urlsOf } from './tally';
import { clean, cut } from './text';
import { inWords, number } from './words';

export interface Group {
  readonly submission: string;
  readonly label: string;
  /** To be told now. */
  readonly due: readonly Owed[];
  /** All settled tasks: told before, and due. */
  readonly settled: Tally;
  /** Tasks that went well, and wait for the others to be told. */
  readonly held: number;
  /** Tasks that still run, and since when the first of them does. */
  readonly running: number;
  readonly runningSince?: number;
}

/** Characters of a label. */
export const LABEL_SHOWN = 80;
/** So much of a label is always shown, however long the rest of a sentence is. */
const LABEL_LEAST = 20;

/**
 * The submissions of the due tasks: those with failures first, then in the order of their labels.
 * @param running what is still watched of each
 * @param before what was told of a submission by earlier messages
 * @param held tasks that went well, and wait
 */
export function groupsOf(
  due: readonly Owed[],
  running: RunningTasks,
  before: ReadonlyMap<string, Tally>,
  held: readonly Owed[] = [],
): Group[] {
  const waits = bySubmission(held);
  return [...bySubmission(due)]
    .map(([submission, tasks]): Group => {
      const open = running.get(submission);
      return {
        submission,
        label: cut(clean(tasks.find(({ label }) => label)?.label ?? ''), LABEL_SHOWN) || 'CDN',
        due: tasks,
        settled: sum(before.get(submission) ?? NOTHING_TOLD, tallyOf(tasks)),
        held: waits.get(submission)?.length ?? 0,
        running: open?.tasks ?? 0,
        ...(open?.since !== undefined && { runningSince: open.since }),
      };
    })
    .sort((a, b) => Number(wentWell(a)) - Number(wentWell(b)) || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

function wentWell({ settled }: Group): boolean {
  return settled.urls.complete === urlsOf(settled);
}

/**
 * The worst first: "deploy 1.2.3: 1 failed, 11 of 12 URLs purged, in 7 m 3 s".
 * @param now ms since 1970
 * @param room characters there are; a label too long for them is cut, never the numbers
 */
export function sentence(group: Group, now: number, room = Number.POSITIVE_INFINITY): string {
  const said = whatBecameOf(group, now);
  return `${cut(group.label, Math.max(LABEL_LEAST, room - said.length - 2))}: ${said}`;
}

function whatBecameOf({ settled, held, running, runningSince }: Group, now: number): string {
  const { urls, from, until } = settled;
  const all = urlsOf(settled);
  const bad = OUTCOMES.filter((outcome) => outcome !== 'complete' && urls[outcome] > 0);
  const ofAll = (count: number) => `${number(count)} of ${number(all)} ${all === 1 ? 'URL' : 'URLs'}`;
  // Of a submission that is through and of which nothing went well, no other number says how many URLs it had.
  const hopeless = running === 0 && urls.complete === 0;
  const ended = [
    ...bad.map(
      (outcome) => `${hopeless && outcome === 'failed' ? ofAll(urls.failed) : number(urls[outcome])} ${outcome}`,
    ),
    ...(urls.complete > 0 ? [`${ofAll(urls.complete)} ${verb(settled.kinds)}`] : []),
  ];
  if (running > 0) {
    const after = runningSince === undefined ? '' : ` after ${inWords(Math.max(0, now - runningSince))}`;
    if (held > 0) ended.push(`${tasksOf(held)} done`);
    ended.push(`${tasksOf(running)} still running${after}`);
    return ended.join(', ');
  }
  const took = from !== undefined && until !== undefined ? inWords(Math.max(0, until - from)) : '';
  return `${ended.join(', ')}${took && `${ended.length > 1 ? ',' : ''} in ${took}`}`;
}

function tasksOf(count: number): string {
  return `${number(count)} ${count === 1 ? 'task' : 'tasks'}`;
}

/** https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtaskbyid : ObjectType */
function verb(kinds: readonly string[]): string {
  if (kinds.includes('')) return 'done';
  if (!kinds.includes('preload')) return 'purged';
  return kinds.length === 1 ? 'prefetched' : 'done';
}
