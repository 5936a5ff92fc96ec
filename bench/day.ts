/** Days of the poller on a clock that is set by hand: minutes in which something happens are run, the others are all alike. */
import type { SubmissionAnswer } from '../lib/submission';
import { completes } from '../test/cloud/cdn/life';
import { TABLE } from '../test/cloud/cloud';
import type { Invoked } from './compute-units';
import { type FarCloud, farCloud } from './far-cloud';
import { median } from './median';
import { tick } from './tick';

export const MINUTE = 60_000;
export const MINUTES_A_DAY = 1_440;

export const SAMPLE = 60;
export const SUBMISSIONS = 20;
export const URLS = 50;

export interface Day {
  readonly invoked: readonly Invoked[];
  readonly read: number;
  readonly write: number;
  readonly cdnCalls: number;
  readonly messages: number;
  /** Bytes that stay in the table when the day is over. */
  readonly stored: number;
}

/** A day with nothing on the list, from a sample of warm ticks. */
export async function idleDay(): Promise<Day> {
  const far = await farCloud(() => completes());
  try {
    await tick(far.cloud);
    const warm = far.invoked.length;
    far.tablestore.requests.clear();
    for (let minute = 1; minute <= SAMPLE; minute++) {
      far.setClock(minute * MINUTE);
      await tick(far.cloud);
    }
    const milliseconds = median(far.invoked.slice(warm).map((invocation) => invocation.milliseconds));
    const { read, write } = far.tablestore.requests.consumed;
    const invoked = Array.from({ length: MINUTES_A_DAY }, (_, minute) => idleTick(far, minute, milliseconds));
    const share = MINUTES_A_DAY / SAMPLE;
    return { invoked, read: read * share, write: write * share, cdnCalls: 0, messages: 0, stored: far.stored() };
  } finally {
    await far.close();
  }
}

/** A day with submissions evenly spread over it, each a cold start: the platform keeps an idle instance for minutes only. */
export async function busyDay(idle: Day): Promise<Day> {
  let made = 0;
  // Each task takes 5 to 6 minutes.
  const far = await farCloud(() => completes(5 * MINUTE + (made++ % URLS) * (MINUTE / URLS)));
  const ticked = new Set<number>();
  try {
    // The poller's instance has been warm for days.
    await tick(far.cloud);
    const warm = far.invoked.length;
    far.tablestore.requests.clear();
    for (let i = 0; i < SUBMISSIONS; i++) {
      const began = Math.floor((i * MINUTES_A_DAY) / SUBMISSIONS);
      // In the middle of a minute: ticks come at its beginning.
      far.setClock((began + 0.5) * MINUTE);
      await submit(far, i);
      dispose(far);
      for (let minute = began + 1; isWaiting(far); minute++) {
        far.setClock(minute * MINUTE);
        await tick(far.cloud);
        ticked.add(minute);
      }
    }
    const { read, write } = far.tablestore.requests.consumed;
    const quiet = idle.invoked.filter((_, minute) => !ticked.has(minute));
    const share = quiet.length / MINUTES_A_DAY;
    return {
      invoked: [...far.invoked.slice(warm), ...quiet],
      read: read + idle.read * share,
      write: write + idle.write * share,
      cdnCalls: far.cdnCalls,
      messages: far.cloud.slack.messages.length,
      stored: far.stored(),
    };
  } finally {
    await far.close();
  }
}

function idleTick({ cloud }: FarCloud, minute: number, milliseconds: number): Invoked {
  return { name: cloud.poll.name, at: minute * MINUTE, milliseconds };
}

/** As many domains as URLs: the CDN makes one task of all URLs of a domain. */
async function submit({ cloud }: FarCloud, number: number): Promise<void> {
  const urls = Array.from({ length: URLS }, (_, i) => `https://www${i}.example.com/static/${number}/app.js`);
  const event = Buffer.from(JSON.stringify({ refresh: { urls }, label: `deploy 1.2.${number}` }));
  const invocation = await cloud.functions.invoke(cloud.submit.name, event);
  if (invocation.kind !== 'result') throw new Error(`the submission failed: ${invocation.errorMessage}`);
  const { tasks } = JSON.parse(invocation.body.toString()) as SubmissionAnswer;
  if (tasks.length !== URLS) throw new Error(`${tasks.length} tasks were made of ${URLS} URLs`);
}

/** Ends the submit function's instance: until the next submission the platform would have done so. */
function dispose({ cloud }: FarCloud): void {
  const pid = cloud.functions.pid(cloud.submit.name);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

function isWaiting({ tablestore }: FarCloud): boolean {
  return tablestore.rows(TABLE).some(({ list }) => list === 'pending');
}
