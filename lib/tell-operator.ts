/** Tells the operator of a fault of Tablestore, where no sweep can: the list is out of reach, and so is what it remembers. */
import { TablestoreError } from './errors';
import type { Log } from './log';
import type { Channel, Clock } from './ports';
import type { Silence } from './quiet-channel';
import { adviceFor } from './steps/advice';
import { type Fault, operatorMessages, type Told, toldOf } from './steps/operator';

/** Ms a post may take. */
const POST_TIMEOUT = 5_000;
/** What the sweep posted a moment ago is waited for; a longer silence is not. Ms. */
const LONGEST_WAIT = 2_000;

export interface OperatorWorld {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly log: Log;
  readonly place: string;
  /** How long the channel wants to be left alone. */
  readonly silence: Readonly<Silence>;
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
  { channel, clock, log, place, silence, end }: OperatorWorld,
): Promise<Told> {
  const fault = faultIn(error);
  const now = clock.now();
  const [message] = operatorMessages(fault, error === undefined, told, now, place);
  const wait = Math.max(0, silence.until - now);
  if (!message || wait > LONGEST_WAIT || clock.elapsed() + wait + POST_TIMEOUT > end) return told;
  if (wait > 0) await clock.sleep(wait);
  const posted = await channel.post(message.payload, POST_TIMEOUT);
  log.info({ digest: message.digest, ...posted }, 'operator');
  return toldOf(fault, told, posted.kind === 'accepted', now);
}

/** What the service says that only a person can mend; a network that fails passes, and is the log's. */
function faultIn(error: unknown): Fault | undefined {
  const advice = adviceFor(error, 'poll');
  if (!(error instanceof TablestoreError) || !error.code.startsWith('OTS') || advice === undefined) return undefined;
  // Another permission that is missing is another fault.
  const code = error.code === 'OTSNoPermissionAccess' ? `${error.code} for ${error.operation}` : error.code;
  return { who: 'Tablestore', code, message: error.message, advice: sentence(advice) };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
