/** One tick of the poller's timer, the summary it answers, and what it took. */
import type { Summary } from '../lib/summary';
import type { Cloud } from '../test/cloud/cloud';
import type { Usage } from '../test/cloud/functions/function';

export interface Ticked {
  readonly summary: Summary;
  /** Of the whole invocation, and of a new instance's start. */
  readonly wallMs: number;
  readonly usage: Usage;
}

export async function tick(cloud: Cloud): Promise<Summary> {
  return (await measuredTick(cloud)).summary;
}

export async function measuredTick(cloud: Cloud): Promise<Ticked> {
  const invocation = await cloud.functions.tick(cloud.poll.name);
  if (invocation.kind !== 'result') throw new Error(`the poller failed: ${invocation.errorMessage}`);
  const { body, milliseconds, usage } = invocation;
  if (!usage) throw new Error('the invocation does not say what it used');
  return { summary: JSON.parse(body.toString()) as Summary, wallMs: milliseconds, usage };
}
