/** The poller beside the scripts one would write instead: how fast they ask, and what that takes of the machine. */
import { createRandom } from '../test/torture/memory/random';
import { median } from './median';
import type { Measured } from './part';
import { type Asked, askedByPoller, askedByScript } from './peers/asked';
import { grouped, table } from './table';
import { enlist, withCloud } from './waiting-cloud';

const TASKS = 1_000;
/** Of each peer, by turns; the median counts. */
const RUNS = 3;
/** Ms every call to the CDN takes, and by how many of them more or less. */
const LATENCY = 60;
const JITTER = 6;

const PEERS = {
  'one-by-one': '@alicloud/pop-core, one id a call',
  'in-batches': '@alicloud/pop-core, ten ids a call',
  'newer-sdk': '@alicloud/cdn20180510, ten ids a call',
  poller: 'the poller, dist/poll.js',
};
type Peer = keyof typeof PEERS;
const ORDER = Object.keys(PEERS) as Peer[];

interface Run extends Asked {
  readonly peer: Peer;
  readonly calls: number;
  readonly throttled: number;
}

type Row = Omit<Run, 'tasks'> & { readonly tasksPerSecond: number };

export async function peers(): Promise<Measured> {
  const runs: Run[] = [];
  for (let i = 0; i < RUNS; i++) {
    for (const peer of ORDER) runs.push(await run(peer, i));
  }
  const rows = ORDER.map((peer) => {
    const own = runs.filter((one) => one.peer === peer);
    return middle(peer, own);
  });
  return { figures: { tasks: TASKS, latencyMs: LATENCY, jitterMs: JITTER, medians: rows, runs }, lines: show(rows) };
}

/** @param seed the same jitter for every peer */
async function run(peer: Peer, seed: number): Promise<Run> {
  const random = createRandom(seed);
  const latency = () => LATENCY + random.int(-JITTER, JITTER);
  return withCloud({ cdn: { latencyMs: latency } }, async (cloud) => {
    enlist(cloud, { tasks: TASKS });
    const asked = await (peer === 'poller' ? askedByPoller(cloud) : askedByScript(peer, cloud));
    if (asked.tasks !== TASKS) throw new Error(`${PEERS[peer]} knows ${asked.tasks} of ${TASKS} tasks`);
    return { peer, ...asked, calls: cloud.cdn.calls.length, throttled: cloud.cdn.throttled };
  });
}

function middle(peer: Peer, runs: readonly Run[]): Row {
  const of = (value: (run: Run) => number) => median(runs.map(value));
  return {
    peer,
    tasksPerSecond: of(({ tasks, askingMs }) => tasks / (askingMs / 1_000)),
    askingMs: of(({ askingMs }) => askingMs),
    wallMs: of(({ wallMs }) => wallMs),
    loadMs: of(({ loadMs }) => loadMs),
    cpuMs: of(({ cpuMs }) => cpuMs),
    peakMb: of(({ peakMb }) => peakMb),
    calls: of(({ calls }) => calls),
    throttled: of(({ throttled }) => throttled),
  };
}

function show(rows: readonly Row[]): string[] {
  const speedOf = (peer: Peer) => rows.find((row) => row.peer === peer)?.tasksPerSecond ?? Number.NaN;
  const times = (peer: Peer) => `${(speedOf('poller') / speedOf(peer)).toFixed(1)} times`;
  return [
    `${grouped(TASKS)} waiting tasks, ${LATENCY} ± ${JITTER} ms a CDN call, at most 30 calls a second let through; fresh processes by turns, medians of ${RUNS} runs:`,
    '',
    ...table(
      ['', 'tasks/s', 'whole process, s', 'CPU, s', 'peak memory, MB', 'loading, ms', 'calls', 'throttled'],
      rows.map((row) => [
        PEERS[row.peer],
        row.tasksPerSecond.toFixed(0),
        (row.wallMs / 1_000).toFixed(1),
        (row.cpuMs / 1_000).toFixed(2),
        row.peakMb.toFixed(0),
        row.loadMs.toFixed(0),
        row.calls,
        row.throttled,
      ]),
      1,
    ),
    '',
    `The poller asks about ${times('one-by-one')} as many tasks a second as one call an id, one after another, and ${times('in-batches')} as many as ten ids`,
    `a call, one after another (${times('newer-sdk')} with the newer package). The scripts only ask; the poller also reads the list from Tablestore`,
    'and takes a lease, and the time for both is in its tasks/s. It loads @alicloud/pop-core with its first call, not as it starts.',
  ];
}
