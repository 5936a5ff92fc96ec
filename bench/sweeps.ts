/** What a sweep costs and how fast it is when nothing has ended, and what a tick costs with nothing on the list. */
import { median } from './median';
import type { Measured } from './part';
import { table } from './table';
import { tick } from './tick';
import { taskRows, withWaiting } from './waiting-cloud';

/** Ms every call to the CDN takes. */
const LATENCY = 60;
const SIZES = [1, 10, 11, 1_000, 3_000];
/** Runs of each size; the median counts. */
const RUNS = 3;
/** Tasks per second the API can answer: 30 calls of ten ids. */
const POSSIBLE = 300;

interface Run {
  readonly tasks: number;
  readonly calls: number;
  readonly tasksPerSecond: number;
  readonly throttled: number;
  readonly mostInAnySecond: number;
  /** Writes to any row, the lease's among them. */
  readonly rowsWritten: number;
  /** Rows of tasks that are not as they were before the sweep. */
  readonly tasksChanged: number;
}

export async function sweeps(): Promise<Measured> {
  const idle = await idleTick();
  const runs: Run[] = [];
  for (const tasks of SIZES) {
    const tried: Run[] = [];
    for (let i = 0; i < RUNS; i++) tried.push(await unchangedSweep(tasks));
    runs.push(middle(tried));
  }
  return { figures: { latencyMs: LATENCY, idle, runs }, lines: show(idle, runs) };
}

/** The median of the speed, and the worst of what must not happen. */
function middle(runs: readonly Run[]): Run {
  const speed = median(runs.map(({ tasksPerSecond }) => tasksPerSecond));
  const run = runs.find(({ tasksPerSecond }) => tasksPerSecond === speed);
  if (!run) throw new Error('the number of runs must be odd');
  return {
    ...run,
    throttled: Math.max(...runs.map(({ throttled }) => throttled)),
    mostInAnySecond: Math.max(...runs.map(({ mostInAnySecond }) => mostInAnySecond)),
  };
}

/** A tick with nothing on the list, in a warm instance. */
async function idleTick(): Promise<{ tablestore: number; cdn: number; slack: number; milliseconds: number }> {
  return withWaiting(0, LATENCY, async (cloud) => {
    await tick(cloud);
    cloud.tablestore.requests.clear();
    const { milliseconds } = await tick(cloud);
    return {
      tablestore: cloud.tablestore.requests.count(),
      cdn: cloud.cdn.calls.length,
      slack: cloud.slack.arrived,
      milliseconds,
    };
  });
}

/** A sweep over tasks of which none has ended. */
async function unchangedSweep(tasks: number): Promise<Run> {
  return withWaiting(tasks, LATENCY, async (cloud) => {
    const before = taskRows(cloud);
    const { calls, milliseconds } = await tick(cloud);
    const after = taskRows(cloud);
    const { put, update, delete: deleted } = cloud.tablestore.requests.rowsWritten;
    return {
      tasks,
      calls,
      tasksPerSecond: tasks / (milliseconds / 1000),
      throttled: cloud.cdn.throttled,
      mostInAnySecond: cloud.cdn.maxInAnySecond(),
      rowsWritten: put + update + deleted,
      tasksChanged: before.filter((row, i) => row !== after[i]).length,
    };
  });
}

function show(idle: Awaited<ReturnType<typeof idleTick>>, runs: readonly Run[]): string[] {
  return [
    `Idle tick: ${idle.tablestore} request to Tablestore, ${idle.cdn} to the CDN, ${idle.slack} to Slack, ${idle.milliseconds} ms`,
    '',
    `Sweeps in which nothing has ended, ${LATENCY} ms a CDN call, at most 30 calls a second let through; medians of ${RUNS} runs:`,
    '',
    ...table(
      [
        'tasks',
        'calls',
        '⌈tasks/10⌉',
        'tasks/s',
        'of the possible 300/s',
        'throttled',
        'most calls in any second',
        'rows written',
        'of them tasks',
      ],
      runs.map((run) => [
        run.tasks,
        run.calls,
        Math.ceil(run.tasks / 10),
        run.tasksPerSecond.toFixed(0),
        `${((run.tasksPerSecond / POSSIBLE) * 100).toFixed(0)} %`,
        run.throttled,
        run.mostInAnySecond,
        run.rowsWritten,
        run.tasksChanged,
      ]),
    ),
    '',
    'Rows written that are no tasks: the lease, taken and given back.',
  ];
}
