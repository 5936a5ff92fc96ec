/** Sweeps without any trouble, until there is nothing left to do. */
import { MINUTE } from './scene';
import type { VirtualTime } from './virtual-time';
import type { World } from './world';

/** Enough minutes for a lease to run out, for missing tasks to be given up, and for successes that wait for others. */
const PAUSES = [3, 1, 12, 1, 20, 12, 61, 12, 61, 12].map((minutes) => minutes * MINUTE);

/** How long a request takes when nothing is wrong. Ms. */
export const USUAL_TRAVEL = 5;

export async function toTheEnd(world: World, time: Pick<VirtualTime, 'pass' | 'run'>): Promise<void> {
  for (const pause of PAUSES) {
    time.pass(pause);
    if (world.list.pending.size === 0) return;
    await time.run(world.invoke({ travel: () => USUAL_TRAVEL }));
  }
}
