/** What one deployment can carry: a simulation on a virtual clock, with the product's own sweep and pace. */
import { median } from './median';
import type { Measured } from './part';
import { deployment, LATENCIES, type Seen, type Steady } from './scale/deployment';
import { grouped, table } from './table';

const LOADS: readonly Steady[] = [
  { tasksADay: 10_000, timeout: 60, minutes: 120 },
  { tasksADay: 100_000, timeout: 60, minutes: 120 },
  { tasksADay: 1_000_000, timeout: 60, minutes: 60 },
  { tasksADay: 3_000_000, timeout: 60, minutes: 60 },
  { tasksADay: 6_000_000, timeout: 60, minutes: 60 },
  { tasksADay: 10_000_000, timeout: 60, minutes: 60 },
  { tasksADay: 3_000_000, timeout: 600, minutes: 120 },
];
const SEED = 1;

interface Row extends Steady {
  readonly pending: number;
  readonly sweepS: number;
  readonly callsASecond: number;
  readonly askedATask: number;
  /** Ms from the end of a task to Slack's ok. */
  readonly late: { readonly median: number; readonly most99: number };
  readonly rowsASecond: number;
  readonly messagesAMinute: number;
  /** Tasks on the list at the end, for each that there was in the middle. */
  readonly grows: number;
}

export async function scale(): Promise<Measured> {
  const rows: Row[] = [];
  for (const load of LOADS) rows.push(rowOf(load, await deployment(load, SEED)));
  return { figures: { latencies: LATENCIES, rows }, lines: show(rows) };
}

function rowOf(load: Steady, seen: Seen): Row {
  const seconds = (load.minutes - 15) * 60;
  const sorted = [...seen.late].sort((a, b) => a - b);
  return {
    ...load,
    pending: seen.pending.at(-1) ?? 0,
    sweepS: median(seen.sweepMs) / 1_000,
    callsASecond: seen.calls / seconds,
    askedATask: seen.asked / (seconds * (load.tasksADay / 86_400)),
    late: { median: median(sorted), most99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 },
    rowsASecond: seen.rowsWritten / seconds,
    messagesAMinute: seen.messages / (seconds / 60),
    grows: (seen.pending.at(-1) ?? 0) / (seen.pending.at(Math.floor(seen.pending.length / 2)) ?? 1),
  };
}

function show(rows: readonly Row[]): string[] {
  return [
    `Steady load on a virtual clock; ${LATENCIES.cdn} ms a CDN call, ${LATENCIES.tablestore} ms a request to Tablestore, ${LATENCIES.slack} ms a message; tasks of submissions of 50`,
    'take five to six minutes. Counted from the 15th minute on:',
    '',
    ...table(
      [
        'tasks a day',
        'timeout, s',
        'on the list',
        'a sweep, s',
        'calls/s',
        'asked, times a task',
        'told after its end, s: half',
        '99 %',
        'row writes/s',
        'messages a minute',
        'the list at the end, of its half-time',
      ],
      rows.map((row) => [
        grouped(row.tasksADay),
        row.timeout,
        grouped(row.pending),
        row.sweepS.toFixed(1),
        row.callsASecond.toFixed(1),
        row.askedATask.toFixed(1),
        (row.late.median / 1_000).toFixed(0),
        (row.late.most99 / 1_000).toFixed(0),
        row.rowsASecond.toFixed(1),
        row.messagesAMinute.toFixed(1),
        `${(row.grows * 100).toFixed(0)} %`,
      ]),
    ),
  ];
}
