/** How many sweeps a task on the list has to wait until it is asked about. Sweeps that died, or found the lease held, don't count. */
import type { Ended, World } from './world';

export class Waits {
  /** Sweeps that came to their end. */
  sweeps = 0;
  longest = 0;
  /** The fewest tasks a sweep asked about when it had no time for all of them. */
  leastAsked = Number.POSITIVE_INFINITY;
  private readonly lastAsked = new Map<string, number>();

  constructor(private readonly world: World) {
    world.onAsked = (ids) => {
      for (const id of ids) this.lastAsked.set(id, this.sweeps);
    };
  }

  sweepEnded(ended: Ended): void {
    if (ended.kind !== 'swept' || ended.summary.skipped['lease-held'] !== undefined) return;
    const { asked, skipped } = ended.summary;
    if (skipped['out-of-time'] !== undefined) this.leastAsked = Math.min(this.leastAsked, asked);
    for (const [id, row] of this.world.list.pending) {
      if (!('state' in row) || row.state !== 'waiting') continue;
      const last = this.lastAsked.get(id);
      if (last === undefined) this.lastAsked.set(id, this.sweeps - 1);
      else this.longest = Math.max(this.longest, this.sweeps - last);
    }
    this.sweeps++;
  }

  /** The longest wait there may be: everybody's turn comes once before anybody's comes twice. */
  mostFor(backlog: number): number {
    return Math.ceil(backlog / this.leastAsked) + 1;
  }
}
