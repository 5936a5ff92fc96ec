/** What a tick costs in requests, rows, CPU and time, and how often the rows of a submission are written until all is told. */
import { LATENCIES } from './far-cloud';
import { goal } from './goal';
import type { Measured } from './part';
import { table } from './table';
import { sumUp, type TickCost } from './tick-cost';
import { MINUTES, medianTick, SCENES, submissionLife, TASKS, TICKS } from './tick-scenes';

/** Rows written for each task, from the first tick to the record. */
const WRITES_A_TASK = 2;

type Costs = Readonly<Record<keyof typeof SCENES | 'life', TickCost>>;

export async function ticks(): Promise<Measured> {
  const costs: Partial<Record<keyof Costs, TickCost>> = {};
  for (const [name, scene] of Object.entries(SCENES)) costs[name as keyof Costs] = await medianTick(scene);
  const life = await submissionLife();
  costs.life = sumUp(life, (values) => values.reduce((sum, value) => sum + value, 0));
  return { figures: { costs, life }, lines: show(costs as Costs, life.length) };
}

function show(costs: Costs, lifeTicks: number): string[] {
  const names = new Map(Object.entries(SCENES).map(([key, { name }]) => [key, name]));
  const life = `${TASKS} of one submission end over ${MINUTES} minutes, all ${lifeTicks} ticks`;
  return [
    `Ticks in a warm instance; ${LATENCIES.cdn} ms a CDN call, ${LATENCIES.tablestore} ms a request to Tablestore, ${LATENCIES.slack} ms a message; medians of ${TICKS} ticks, the last line a sum:`,
    '',
    ...table(
      ['', 'GetRange', 'BatchGetRow', 'BatchWriteRow', 'other requests', 'CDN calls', 'messages', 'CPU ms', 'wall ms'],
      Object.entries(costs).map(([key, cost]) => [
        names.get(key) ?? life,
        ...[cost.ranges, cost.batchReads, cost.batchWrites, cost.otherRequests, cost.cdnCalls, cost.messages],
        cost.cpuMs.toFixed(0),
        cost.wallMs.toFixed(0),
      ]),
      1,
    ),
    '',
    ...table(
      ['rows written', 'put', 'updated', 'deleted', 'of the lease', 'of submissions', 'of tasks', 'a task'],
      Object.entries(costs).map(([key, cost]) => [
        names.get(key) ?? life,
        ...[cost.put, cost.updated, cost.deleted, cost.leaseRows, cost.submissionRows, cost.taskRows],
        (cost.taskRows / TASKS).toFixed(2),
      ]),
      1,
    ),
    '',
    ...goals(costs),
  ];
}

function goals({ idle, unchanged, single, submission, silent, life }: Costs): string[] {
  const requests = ({ ranges, batchReads, batchWrites, otherRequests }: TickCost) =>
    ranges + batchReads + batchWrites + otherRequests;
  const most = (some: readonly TickCost[]) => Math.max(...some.map(({ taskRows }) => taskRows)) / TASKS;
  const finishing = [single, submission, silent];
  const writes = (some: readonly TickCost[]) => `${most(some).toFixed(2)}`;
  return [
    goal('an idle tick makes one request', requests(idle) === 1 && idle.cdnCalls === 0, `requests: ${requests(idle)}`),
    goal(
      'an unchanged tick reads the range of one page, and writes the lease only',
      unchanged.ranges === 1 && requests(unchanged) === 1 + unchanged.leaseRows && unchanged.taskRows === 0,
      `${unchanged.ranges} range, ${requests(unchanged)} requests, ${unchanged.taskRows} rows of tasks`,
    ),
    goal(`${WRITES_A_TASK} row writes a task that ends`, most(finishing) <= WRITES_A_TASK, writes(finishing)),
    goal(`${WRITES_A_TASK} row writes a task over its whole life`, most([life]) <= WRITES_A_TASK, writes([life])),
  ];
}
