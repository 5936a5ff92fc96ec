/** npm run bench: what a sweep costs and how fast it is, with the built poller against the local cloud. */
import { writeFile } from 'node:fs/promises';
import type { Summary } from '../lib/summary';
import { neverFinishes } from '../test/cloud/cdn/life';
import { type Cloud, startCloud, TABLE } from '../test/cloud/cloud';

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

async function main(): Promise<void> {
  const idle = await idleTick();
  const runs: Run[] = [];
  for (const tasks of SIZES) {
    const tried: Run[] = [];
    for (let i = 0; i < RUNS; i++) tried.push(await unchangedSweep(tasks));
    tried.sort((a, b) => a.tasksPerSecond - b.tasksPerSecond);
    const median = tried[Math.floor(RUNS / 2)];
    if (median)
      runs.push({
        ...median,
        throttled: Math.max(...tried.map(({ throttled }) => throttled)),
        mostInAnySecond: Math.max(...tried.map((run) => run.mostInAnySecond)),
      });
  }
  print(idle, runs);
  await writeFile('bench/results.json', `${JSON.stringify({ latencyMs: LATENCY, idle, runs }, null, 2)}\n`);
}

/** A tick with nothing on the list, in a warm instance. */
async function idleTick(): Promise<{ tablestore: number; cdn: number; slack: number; milliseconds: number }> {
  return withCloud(0, async (cloud) => {
    await cloud.functions.tick(cloud.poll.name);
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
  return withCloud(tasks, async (cloud) => {
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

function taskRows(cloud: Cloud): string[] {
  return cloud.tablestore
    .rows(TABLE)
    .filter(({ list }) => list === 'pending')
    .map((row) => Object.entries(row).join());
}

async function withCloud<T>(tasks: number, measure: (cloud: Cloud) => Promise<T>): Promise<T> {
  const cloud = await startCloud({ cdn: { latencyMs: LATENCY } });
  try {
    await cloud.createTable();
    const now = Date.now();
    const ids = Array.from({ length: tasks }, (_, i) => String(17_000_000_000 + i));
    for (const id of ids) cloud.cdn.tasks.add(id, { life: neverFinishes() });
    cloud.tablestore.seed(
      TABLE,
      ids.map((id) => ({ list: 'pending', id, added: BigInt(now) })),
    );
    cloud.tablestore.requests.clear();
    return await measure(cloud);
  } finally {
    await cloud.close();
  }
}

async function tick(cloud: Cloud): Promise<Summary> {
  const invocation = await cloud.functions.tick(cloud.poll.name);
  if (invocation.kind !== 'result') throw new Error(`the poller failed: ${invocation.errorMessage}`);
  return JSON.parse(invocation.body.toString()) as Summary;
}

function print(idle: Awaited<ReturnType<typeof idleTick>>, runs: readonly Run[]): void {
  const lines = [
    `Idle tick: ${idle.tablestore} request to Tablestore, ${idle.cdn} to the CDN, ${idle.slack} to Slack, ${idle.milliseconds} ms`,
    '',
    `Sweeps in which nothing has ended, ${LATENCY} ms a CDN call, at most 30 calls a second let through; medians of ${RUNS} runs:`,
    '',
    '| tasks | calls | ⌈tasks/10⌉ | tasks/s | of the possible 300/s | throttled | most calls in any second | rows written | of them tasks |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...runs.map((run) =>
      [
        '',
        run.tasks,
        run.calls,
        Math.ceil(run.tasks / 10),
        run.tasksPerSecond.toFixed(0),
        `${((run.tasksPerSecond / POSSIBLE) * 100).toFixed(0)} %`,
        run.throttled,
        run.mostInAnySecond,
        run.rowsWritten,
        run.tasksChanged,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    'Rows written that are no tasks: the lease, taken and given back.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
