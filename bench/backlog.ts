/** A list longer than one sweep can ask about: that everybody's turn comes, and how long it takes. */
import type { DescribeCall } from '../test/cloud/cdn/arrivals';
import type { Cloud } from '../test/cloud/cloud';
import { goal } from './goal';
import { jitter, LATENCY } from './measured-sweep';
import type { Measured } from './part';
import { grouped, table } from './table';
import { tick } from './tick';
import { enlist, settle, warmUp, withCloud } from './waiting-cloud';

const TASKS = 30_000;
/** By then every task must have been asked about twice. */
const MOST_SWEEPS = 10;

interface Turn {
  readonly asked: number;
  /** Tasks that were asked about for the first time. */
  readonly anew: number;
  /** Tasks that were asked about again while others had not been asked about once. */
  readonly tooSoon: number;
  readonly milliseconds: number;
}

export async function backlog(): Promise<Measured> {
  return withCloud({ cdn: { latencyMs: jitter({ latency: LATENCY, seed: 1 }) } }, async (cloud) => {
    await warmUp(cloud);
    enlist(cloud, { tasks: TASKS, submission: 50 });
    const waits = new Waits();
    const turns: Turn[] = [];
    while (waits.askedTwice < TASKS && turns.length < MOST_SWEEPS) {
      turns.push(await sweepOnce(cloud, waits));
      await settle();
    }
    const once =
      turns.findIndex((_, i) => turns.slice(0, i + 1).reduce((sum, { anew }) => sum + anew, 0) === TASKS) + 1;
    return { figures: { tasks: TASKS, once, longest: waits.longest, turns }, lines: show(turns, once, waits, cloud) };
  });
}

/** Who was asked about when, counted in sweeps: ticks come every minute, whether or not this program waits for it. */
class Waits {
  longest = 0;
  askedTwice = 0;
  private sweep = 0;
  private readonly last = new Map<string, number>();
  private readonly again = new Set<string>();

  /** All calls of one sweep, as they arrived. */
  note(calls: readonly DescribeCall[]): Pick<Turn, 'anew' | 'tooSoon'> {
    this.sweep++;
    let anew = 0;
    let tooSoon = 0;
    for (const id of calls.flatMap(({ ids }) => ids)) {
      const last = this.last.get(id);
      if (last === undefined) anew++;
      else {
        if (this.last.size < TASKS) tooSoon++;
        this.longest = Math.max(this.longest, this.sweep - last);
        this.again.add(id);
      }
      this.last.set(id, this.sweep);
    }
    this.askedTwice = this.again.size;
    return { anew, tooSoon };
  }
}

async function sweepOnce(cloud: Cloud, waits: Waits): Promise<Turn> {
  const before = cloud.cdn.calls.length;
  const { asked, milliseconds } = await tick(cloud);
  return { asked, milliseconds, ...waits.note(cloud.cdn.calls.slice(before)) };
}

function show(turns: readonly Turn[], once: number, { longest, askedTwice }: Waits, { poll, cdn }: Cloud): string[] {
  const tooSoon = turns.reduce((sum, turn) => sum + turn.tooSoon, 0);
  return [
    `${grouped(TASKS)} tasks of which none ends, ticks one after the other, a timeout of ${poll.timeout} s, ${LATENCY} ms a CDN call:`,
    '',
    ...table(
      ['sweep', 'asked about', 'of them for the first time', 'again, too soon', 's'],
      turns.map(({ asked, anew, tooSoon, milliseconds }, i) => [
        i + 1,
        grouped(asked),
        grouped(anew),
        tooSoon,
        (milliseconds / 1_000).toFixed(1),
      ]),
    ),
    '',
    `With a tick every minute each task is asked about at least every ${longest} minutes; ${cdn.throttled} calls were throttled.`,
    goal('every task is asked about, and then once more', askedTwice === TASKS, `once after ${once} sweeps`),
    goal('none twice before all were once', tooSoon === 0, `${tooSoon} tasks`),
  ];
}
