/** Posts the messages of a sweep to those who are to hear of them, and records each as told as soon as Slack has it. */
import type { Log } from './log';
import type { Channel, Clock, Message, Quiet, TaskList } from './ports';
import { createPosts } from './post';
import { createRecords } from './record';
import { AUDIENCES, type Audience, type Owed } from './task';

/** After this many answers in a row that may or may not mean delivery, a webhook is left alone until the next sweep. */
const UNCLEAR_ANSWERS = 2;

export interface Announcement {
  readonly messages: readonly Message[];
  /** Tasks to record without a message. */
  readonly silent: readonly Owed[];
  /** Whether more is to come of a submission: what is told of it now is summed up when it ends. Undefined where nothing is summed up. */
  readonly goesOn: ((submission: string) => boolean) | undefined;
}

export interface Announced {
  /** Messages that Slack has. */
  readonly messages: readonly Message[];
  /** Settled tasks that are off the list: recorded, or `dead` because Slack refuses them in every form. */
  readonly gone: number;
  /** No message before then (ms since 1970). */
  readonly quiet: Quiet;
}

export interface Telling {
  readonly list: TaskList;
  readonly channels: Readonly<Partial<Record<Audience, Channel>>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of an error that keeps everything from being told. */
  readonly trouble?: ((error: unknown) => void) | undefined;
}

/**
 * Tells what can be told in the time left; what is not told stays owed.
 * @param quietUntil no message before then (ms since 1970): what Slack asked for, or what the pace asks for
 * @param until no post is under way after this, in ms since the invocation began
 */
export async function announce(
  { messages, silent, goesOn }: Announcement,
  epoch: number,
  quietUntil: Quiet,
  until: number,
  telling: Telling,
): Promise<Announced> {
  const posts = createPosts(epoch, quietUntil, until, telling);
  const records = createRecords(messages, goesOn, epoch, telling);
  const told: Message[] = [];
  let gone = await records.silent(silent);

  for (const audience of AUDIENCES) {
    const channel = telling.channels[audience];
    // One webhook that is revoked, or told to wait, does not silence the other.
    if (channel)
      await tellAll(
        messages.filter(({ to }) => to === audience),
        channel,
      );
  }
  return { messages: told, gone, quiet: posts.quiet };

  async function tellAll(all: readonly Message[], channel: Channel): Promise<void> {
    let unclear = 0;
    for (const message of all) {
      const posted = await posts.post(message, channel);
      if (posted === 'not now' || posted.kind === 'bad-webhook') return;
      if (posted.kind === 'accepted') {
        unclear = 0;
        told.push(message);
        gone += await records.told(message);
      }
      if (posted.kind === 'bad-message') gone += await records.giveUp(message, posted.code);
      if (posted.kind === 'unclear' && ++unclear === UNCLEAR_ANSWERS) return;
    }
  }
}
