/** One tick of the poller's timer, with a kill somewhere in it, as it looked from outside. */
import { AUDIENCES, type Audience } from '../../../lib/task';
import type { Invocation } from '../../cloud/functions/function';
import type { KillsCloud, Seen } from './cloud';
import { arm, type Moment, type Usual } from './moment';

export interface Tick extends Usual {
  readonly invocation: Invocation;
  /** Whether the signal hit a sweep that was running. */
  readonly killed: boolean;
  /** Every stage of every request, those included that were read after the kill. */
  readonly seen: readonly Seen[];
}

/** How far a sweep had come. */
export const PHASES = [
  'before the lease',
  'asking',
  'settled, nothing told',
  'told, not recorded',
  'something recorded',
] as const;
export type Phase = (typeof PHASES)[number];

export async function tickAndKill(world: KillsCloud, moment: Moment, usual: Usual): Promise<Tick> {
  const { functions, poll } = world.cloud;
  const seen: Seen[] = [];
  let began = performance.now();
  let struck = false;
  const armed = arm(moment, usual, () => {
    struck = true;
    world.kill();
  });
  world.watch((request) => {
    if (seen.length === 0) began = performance.now();
    seen.push(request);
    armed.see(request);
  });
  const invocation = await functions.tick(poll.name);
  const milliseconds = performance.now() - began;
  armed.disarm();
  // The signal may have come when the answer was on its way: the process ends then too, and the next tick needs another.
  if (struck) await world.gone();
  world.watch(() => undefined);
  return {
    invocation,
    killed: struck && invocation.kind === 'exit' && invocation.errorMessage.includes('SIGKILL'),
    seen,
    requests: seen.filter(({ stage }) => stage === 'arrived').length,
    milliseconds,
  };
}

/** By what the servers had done for the sweep, whether or not it knew; which messages are recorded is not seen here. */
export function phaseOf({ seen }: Tick): Exclude<Phase, 'told, not recorded'> {
  const done = seen.filter(({ stage }) => stage === 'applied');
  if (done.some(isMessage)) return 'something recorded';
  const writes = done.filter(isWrite).length;
  if (writes === 0) return 'before the lease';
  return writes === 1 ? 'asking' : 'settled, nothing told';
}

/** To whom the last message went, and whether only writes were begun after it. */
export interface LastMessage {
  readonly to: Audience;
  readonly writing: boolean;
}

export function lastMessageOf({ seen }: Tick): LastMessage | undefined {
  const taken = seen.findLastIndex((request) => request.stage === 'applied' && isMessage(request));
  const to = AUDIENCES.find((audience) => audience === seen[taken]?.server);
  const after = seen.slice(taken).filter(({ stage }) => stage === 'arrived');
  return to && { to, writing: after.every(isWrite) };
}

function isMessage({ server }: Seen): boolean {
  return AUDIENCES.some((audience) => audience === server);
}

function isWrite({ operation }: Seen): boolean {
  return operation === 'BatchWriteRow';
}
