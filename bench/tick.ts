/** One tick of the poller's timer, and the summary it answers. */
import type { Summary } from '../lib/summary';
import type { Cloud } from '../test/cloud/cloud';

export async function tick(cloud: Cloud): Promise<Summary> {
  const invocation = await cloud.functions.tick(cloud.poll.name);
  if (invocation.kind !== 'result') throw new Error(`the poller failed: ${invocation.errorMessage}`);
  return JSON.parse(invocation.body.toString()) as Summary;
}
