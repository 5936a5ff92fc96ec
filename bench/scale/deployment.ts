/** A deployment under steady load, on a clock that nobody has to wait for: the product's own sweep and pace, hours in seconds. */
import { createPace } from '../../lib/pace';
import { sweep } from '../../lib/sweep';
import type { Entry, Owed } from '../../lib/task';
import { MemoryList, type Request } from '../../test/support/memory-list';
import { createRandom } from '../../test/torture/memory/random';
import { VirtualTime } from '../../test/torture/memory/virtual-time';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 12);
/** Tasks of a submission. */
const SUBMISSION = 50;
/** Ms until an answer. */
export const LATENCIES = { cdn: 60, tablestore: 5, slack: 200 };
/** Nothing is counted before the first tasks have ended, and their telling has become steady. */
const WARM_UP = 15 * MINUTE;

export interface Steady {
  readonly tasksADay: number;
  /** Seconds. */
  readonly timeout: number;
  readonly minutes: number;
}

export interface Seen {
  /** From the moment a task ended to Slack's ok, ms. */
  readonly late: number[];
  readonly sweepMs: number[];
  /** At the beginning of each sweep. */
  readonly pending: number[];
  calls: number;
  asked: number;
  rowsWritten: number;
  messages: number;
}

/** The list, which also says when a task was recorded as told, and how many rows were written. */
class Watched extends MemoryList {
  onTold: (owed: readonly Owed[], at: number) => void = () => undefined;
  onWrite: (rows: number) => void = () => undefined;
  override async save(...[changes]: Parameters<MemoryList['save']>) {
    this.onWrite(changes.length);
    return super.save(changes);
  }
  override async archive(...[owed, announced]: Parameters<MemoryList['archive']>) {
    this.onWrite(2 * owed.length);
    this.onTold(owed, announced.at);
    return super.archive(owed, announced);
  }
}

export async function deployment({ tasksADay, timeout, minutes }: Steady, seed: number): Promise<Seen> {
  const random = createRandom(seed);
  const time = new VirtualTime(START);
  const ends = new Map<string, number>();
  const request: Request = async (_name, effect) => {
    await time.sleep(LATENCIES.tablestore);
    return effect();
  };
  const list = new Watched({ pageSize: 1_000_000, now: () => time.now() }, request);
  const seen: Seen = { late: [], sweepMs: [], pending: [], calls: 0, asked: 0, rowsWritten: 0, messages: 0 };
  const counts = () => time.now() - START > WARM_UP;
  list.onWrite = (rows) => {
    if (counts()) seen.rowsWritten += rows;
  };
  list.onTold = (owed, at) => {
    for (const { id } of owed) {
      if (counts()) seen.late.push(at - (ends.get(id) ?? at));
      ends.delete(id);
    }
  };
  const pace = createPace(29, { elapsed: () => time.now(), sleep: (ms) => time.sleep(ms) });
  let arrived = 0;
  for (let minute = 0; minute < minutes; ) {
    arrive(minute);
    const began = time.now();
    if (counts()) seen.pending.push(list.pending.size);
    await time.run(tick(began));
    list.done.clear();
    list.toldOf.clear();
    if (counts()) seen.sweepMs.push(time.now() - began);
    // A tick that comes while a sweep runs does nothing; tasks come all the same.
    const next = Math.floor((time.now() - START) / MINUTE) + 1;
    for (let skipped = minute + 1; skipped < next; skipped++) arrive(skipped);
    time.pass(START + next * MINUTE - time.now());
    minute = next;
  }
  return seen;

  /** The tasks of the minute before a tick, evenly spread over it; each runs for five to six minutes. */
  function arrive(minute: number): void {
    const until = Math.floor(((minute + 1) * tasksADay) / 1_440);
    for (const first = arrived; arrived < until; arrived++) {
      const added = START + (minute - 1) * MINUTE + Math.floor(((arrived - first) * MINUTE) / (until - first));
      const id = String(10_000_000_000 + arrived);
      ends.set(id, added + 5 * MINUTE + random.int(0, MINUTE));
      const submission = `submission ${Math.floor(arrived / SUBMISSION)}`;
      list.pending.set(id, { id, state: 'waiting', urls: [], epoch: 0, added, submission, label: submission });
    }
  }

  async function tick(began: number): Promise<void> {
    const clock = {
      now: () => time.now(),
      elapsed: () => time.now() - began,
      sleep: (ms: number) => time.sleep(ms),
    };
    const ignore = () => undefined;
    await sweep(
      {
        owner: `tick at ${began}`,
        timeoutMs: timeout * 1_000,
        historyDays: 30,
        notify: 'all',
        announce: 'submission',
        failures: 'none',
      },
      {
        list,
        cdn: { describe },
        channels: { channel: { post } },
        pace,
        clock,
        log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      },
    );
  }

  async function describe(ids: readonly string[]): Promise<Entry[]> {
    if (counts()) {
      seen.calls++;
      seen.asked += ids.length;
    }
    await time.sleep(LATENCIES.cdn);
    return ids.map((id) => ({
      id,
      url: `https://www.example.com/${id}.js`,
      kind: 'file',
      status: time.now() >= (ends.get(id) ?? 0) ? 'Complete' : 'Refreshing',
      description: '',
    }));
  }

  async function post() {
    if (counts()) seen.messages++;
    await time.sleep(LATENCIES.slack);
    return { kind: 'accepted' as const };
  }
}
