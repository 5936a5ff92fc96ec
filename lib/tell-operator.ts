/** Tells the operator of a fault of Tablestore, where no sweep can: the list is out of reach, and so is what it remembers. */
import { TablestoreError } from './errors';
import type { Log } from './log';
import type { Channel, Clock } from './ports';
import { BETWEEN_MESSAGES } from './post';
import { adviceFor } from './steps/advice';
import { type Fault, operatorMessages, type Told, toldOf } from './steps/operator';

/** Ms a post may take. */
const POST_TIMEOUT = 5_000;

export interface OperatorWorld {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly log: Log;
  readonly place: string;
  /** No post is under way after this, in ms since the invocation began. */
  readonly end: number;
}

/**
 * @param error what ended the invocation; undefined when it went well
 * @param told what the operator was told of by this instance: a new instance knows nothing of it, and may tell it again
 * @returns the same for the next invocation
 */
export async function tellOperator(
  error: unknown,
  told: Told,
  { channel, clock, log, place, end }: OperatorWorld,
): Promise<Told> {
  const fault = faultIn(error);
  const now = clock.now();
  const [message] = operatorMessages(fault, error === undefined, told, now, place);
  if (!message || clock.elapsed() + BETWEEN_MESSAGES + POST_TIMEOUT > end) return told;
  // The sweep may have posted a moment ago.
  if (error === undefined) await clock.sleep(BETWEEN_MESSAGES);
  const posted = await channel.post(message.payload, POST_TIMEOUT);
  log.info({ digest: message.digest, ...posted }, 'operator');
  return toldOf(fault, told, posted.kind === 'accepted', now);
}

/** What the service says that only a person can mend; a network that fails passes, and is the log's. */
function faultIn(error: unknown): Fault | undefined {
  const advice = adviceFor(error, 'poll');
  if (!(error instanceof TablestoreError) || !error.code.startsWith('OTS') || advice === undefined) return undefined;
  return { who: 'Tablestore', code: error.code, message: error.message, advice: sentence(advice) };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
