/** How close a warm instance comes to the most the API allows, over tasks of which none has ended. */
import { goal } from './goal';
import { LATENCY, POSSIBLE } from './measured-sweep';
import type { Measured } from './part';
import { grouped, table } from './table';
import { type Cell, measureCell, type Size, TIMEOUT } from './throughput-cell';

/** Ms a call to the CDN takes in the middle. */
const LATENCIES = [20, 60, 200];
/** The largest takes two minutes, and hardly differs from run to run. */
const SIZES: readonly Size[] = [
  { tasks: 100, runs: 3 },
  { tasks: 3_000, runs: 3 },
  { tasks: 30_000, runs: 1 },
];
/** Around one call: they take as long as a call does, so only their number of calls is looked at. */
const SMALLEST: readonly Size[] = [1, 10, 11].map((tasks) => ({ tasks, runs: 3 }));
/** Of the possible, in %. */
const SHARE = 93;

export async function throughput(): Promise<Measured> {
  const few: Cell[] = [];
  for (const size of SMALLEST) few.push(await measureCell(LATENCY, size));
  const many: Cell[] = [];
  for (const latency of LATENCIES) {
    for (const size of SIZES) many.push(await measureCell(latency, size));
  }
  return { figures: { timeout: TIMEOUT, few, many }, lines: show(few, many) };
}

function show(few: readonly Cell[], many: readonly Cell[]): string[] {
  return [
    'Sweeps in which nothing has ended, in a warm instance, at most 30 calls a second let through; each call takes a fifth more or less',
    `than the ms named; medians of ${few[0]?.runs} (1 to 11 tasks), ${SIZES.map(({ tasks, runs }) => `${runs} (${grouped(tasks)})`).join(', ')} runs:`,
    '',
    ...table(
      [
        'ms a call',
        'tasks',
        'calls',
        '⌈tasks/10⌉',
        'tasks/s',
        'by the whole invocation',
        `of the possible ${POSSIBLE}/s`,
        'throttled',
        'most calls in any second',
        'rows written',
        'of them tasks',
      ],
      [...few, ...many].map((cell) => [
        cell.latency,
        grouped(cell.tasks),
        grouped(cell.calls),
        grouped(cell.fewestCalls),
        cell.tasksPerSecond.toFixed(0),
        cell.tasksPerSecondWall.toFixed(0),
        `${cell.share.toFixed(1)} %`,
        cell.throttled,
        cell.mostInAnySecond,
        cell.rowsWritten,
        cell.tasksChanged,
      ]),
    ),
    '',
    'Rows written that are no tasks: the lease, taken and given back.',
    '',
    ...goals(many, [...few, ...many]),
  ];
}

function goals(many: readonly Cell[], all: readonly Cell[]): string[] {
  const lowest = Math.min(...many.map(({ share }) => share));
  const throttled = all.reduce((sum, cell) => sum + cell.throttled, 0);
  const tooMany = all.reduce((sum, { calls, fewestCalls }) => sum + calls - fewestCalls, 0);
  const complete = all.every(({ asked, tasks }) => asked === tasks);
  return [
    goal(
      `at least ${SHARE} % of the possible from ${SIZES[0]?.tasks} tasks on`,
      lowest >= SHARE,
      `at the least ${lowest.toFixed(1)} %`,
    ),
    goal('nothing throttled', throttled === 0, `${throttled} calls`),
    goal('⌈tasks/10⌉ calls, all tasks asked about', tooMany === 0 && complete, `${tooMany} calls more`),
  ];
}
