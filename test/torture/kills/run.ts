/** One cloud: ticks with kills until there have been enough of them, and ticks without until the list is empty. */
import fc from 'fast-check';
import { type KillsCloud, killsCloud, type Ways } from './cloud';
import { createJudge } from './judge';
import { type Moment, moment, type Usual } from './moment';
import { order } from './orders';
import { lastMessageOf, type Phase, phaseOf, tickAndKill } from './tick';
import { createWork } from './work';

export interface Run {
  readonly kills: number;
  readonly tasks: number;
  readonly ticks: number;
  readonly messages: number;
  readonly phases: readonly Phase[];
  readonly lost: readonly string[];
  readonly repeats: number;
  readonly breaches: readonly string[];
}

const MINUTE = 60_000;
/** A lease lasts as long as an invocation can, and a minute for clocks that differ. */
const LEASE = 2 * MINUTE + 1_000;

const ORDERS_A_TICK = 8;
const NEVER: Moment = { by: 'nothing' };
/** Sweeps left alone at the beginning, and how many of those that were are remembered, for what is usual. */
const ALONE = 3;
const REMEMBERED = 5;
/** No task takes longer than three quarters of an hour: at the end, with so many minutes between two ticks, that is soon over. */
const MINUTES_AT_THE_END = 4;
const TICKS_AT_THE_END = 20;

export async function killedRun(ways: Ways, wanted: number, seed: number): Promise<Run> {
  const world = await killsCloud(ways);
  try {
    return await killAndJudge(world, ways, wanted, seed);
  } finally {
    await world.close();
  }
}

async function killAndJudge(world: KillsCloud, ways: Ways, wanted: number, seed: number): Promise<Run> {
  const mostTicks = 3 * wanted + 20;
  const moments = fc.sample(moment, { seed, numRuns: mostTicks }).fill(NEVER, 0, ALONE);
  const orders = fc.sample(order, { seed, numRuns: mostTicks * ORDERS_A_TICK });
  const work = createWork(world);
  const judge = createJudge({ ...world, cdn: world.cloud.cdn }, ways, work.ends);
  const breaches: string[] = [];
  const phases: Phase[] = [];
  const undisturbed: Usual[] = [];
  let ticks = 0;

  for (const when of moments) {
    if (phases.length === wanted) break;
    await work.topUp(orders.splice(0, ORDERS_A_TICK));
    const killed = await tick(when);
    world.later(killed ? LEASE : MINUTE);
  }
  if (phases.length < wanted) breaches.push(`only ${phases.length} of ${ticks} sweeps could be killed`);
  for (let more = 0; more < TICKS_AT_THE_END && isAnythingLeft(); more++) {
    await tick(NEVER);
    world.later(MINUTES_AT_THE_END * MINUTE);
  }
  const lost = judge.atTheEnd();
  const { messages, repeats } = judge.hearing;
  breaches.push(...judge.breaches);
  return { kills: phases.length, tasks: work.ends.size, ticks, messages, phases, lost, repeats, breaches };

  async function tick(when: Moment): Promise<boolean> {
    ticks++;
    const tick = await tickAndKill(world, when, longestOf(undisturbed.slice(-REMEMBERED)));
    const { invocation, killed } = tick;
    const open = judge.afterTick(killed ? lastMessageOf(tick) : undefined);
    if (killed) phases.push(open ? 'told, not recorded' : phaseOf(tick));
    else if (invocation.kind === 'result') undisturbed.push(tick);
    else breaches.push(`a sweep that was not killed ended as ${invocation.kind}: ${invocation.errorMessage}`);
    return killed;
  }

  function isAnythingLeft(): boolean {
    return world.rows().some(({ list }) => list === 'pending');
  }
}

/** Kills that come after the end of a short sweep miss it; kills that never come late would miss the end of the long ones. */
function longestOf(sweeps: readonly Usual[]): Usual {
  return {
    requests: Math.max(1, ...sweeps.map(({ requests }) => requests)),
    milliseconds: Math.max(1, ...sweeps.map(({ milliseconds }) => milliseconds)),
  };
}
