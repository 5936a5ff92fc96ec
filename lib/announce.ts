/** Posts messages to Slack one after the other, and records each as told as soon as Slack has it. */
import { type Log, loggable } from './log';
import type { Change, Channel, Clock, Message, Posted, TaskList } from './ports';
import type { Owed, Waiting } from './task';

/**
 * Slack takes one message a second for each webhook: https://docs.slack.dev/apis/web-api/rate-limits . A little is added, since
 * timers can be early. Ms.
 */
export const BETWEEN_MESSAGES = 1_020;
/** Ms a post may take. */
const POST_TIMEOUT = 8_000;
/** A post is not begun with less time than this left: cut short, it might be delivered unseen. Ms. */
const SHORTEST_POST = 2_000;
/** After this many answers in a row that may or may not mean delivery, Slack is left alone until the next sweep. */
const UNCLEAR_ANSWERS = 2;

export interface Announced {
  /** Messages that Slack has. */
  readonly messages: readonly Message[];
  /** Settled tasks that are off the list: recorded, or `dead` because Slack refuses them in every form. */
  readonly gone: number;
  /** No message before then (ms since 1970). */
  readonly quietUntil: number;
}

export interface Telling {
  readonly list: TaskList;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells what can be told in the time left; what is not told stays owed.
 * @param silent tasks to record without a message
 * @param quietUntil no message before then (ms since 1970): what Slack asked for, or what the pace asks for
 * @param until no post is under way after this, in ms since the invocation began
 */
export async function announce(
  messages: readonly Message[],
  silent: readonly Owed[],
  epoch: number,
  quietUntil: number,
  until: number,
  { list, channel, clock, log }: Telling,
): Promise<Announced> {
  const told: Message[] = [];
  let gone = await record({ owed: silent, overdue: [], digest: 'silent' });
  let unclear = 0;

  for (const message of messages) {
    const posted = await tell(message);
    if (posted === 'not now' || posted.kind === 'bad-webhook') break;
    if (posted.kind === 'accepted') {
      unclear = 0;
      told.push(message);
      gone += await record(message);
    }
    if (posted.kind === 'bad-message') {
      gone += await giveUp(message, posted.code);
    }
    if (posted.kind === 'unclear' && ++unclear === UNCLEAR_ANSWERS) break;
  }
  return { messages: told, gone, quietUntil };

  /** Posts a message, and once more in plain text when Slack refuses its form. */
  async function tell(message: Message): Promise<Posted | 'not now'> {
    const posted = await post(message.payload, message.digest);
    if (posted === 'not now' || posted.kind !== 'bad-message') return posted;
    return post(message.plain, message.digest);
  }

  async function post(payload: Message['payload'], digest: string): Promise<Posted | 'not now'> {
    for (;;) {
      const wait = quietUntil - clock.now();
      if (clock.elapsed() + Math.max(0, wait) > until - SHORTEST_POST) return 'not now';
      if (wait > 0) await clock.sleep(wait);
      if (!(await mayStillSpeak())) return 'not now';
      const left = until - clock.elapsed();
      if (left < SHORTEST_POST) return 'not now';
      const posted = await channel.post(payload, Math.min(POST_TIMEOUT, left));
      quietUntil = clock.now() + (posted.kind === 'limited' ? posted.retryAfterMs : BETWEEN_MESSAGES);
      logPosted(posted, digest);
      if (posted.kind !== 'limited') return posted;
    }
  }

  /** Whoever was held up, or whose clock was set, may have lost the lease to a sweep that tells the same tasks. */
  async function mayStillSpeak(): Promise<boolean> {
    try {
      const holds = await list.holdsLease(epoch);
      if (!holds) log.warn({ epoch }, 'another sweep has taken over: it tells what is owed');
      return holds;
    } catch (error) {
      log.error(loggable(error), 'not told: the lease could not be read');
      return false;
    }
  }

  function logPosted(posted: Posted, digest: string): void {
    if (posted.kind === 'accepted') log.info({ digest }, 'told');
    else if (posted.kind === 'bad-webhook') {
      log.error(
        { digest, code: posted.code },
        'Slack refuses the webhook: set SLACK_WEBHOOK_URL to one that works; what is owed stays owed',
      );
    } else log.warn({ digest, ...posted }, 'not told');
  }

  /** After Slack's ok nothing may lead to a repetition in this sweep, so a failure here is logged and never thrown. */
  async function record({ owed, overdue, digest }: Pick<Message, 'owed' | 'overdue' | 'digest'>): Promise<number> {
    await recordOverdue(overdue, digest);
    try {
      await list.archive(owed, { at: clock.now(), digest });
      return owed.length;
    } catch (error) {
      log.error({ digest, ...loggable(error) }, 'told, but not recorded: the next sweep may repeat it');
      return 0;
    }
  }

  async function recordOverdue(overdue: readonly Waiting[], digest: string): Promise<void> {
    const { failed } = await list.save(overdue.map(markTold));
    for (const error of failed) {
      log.error({ digest, ...loggable(error) }, 'overdue told, but not recorded: the next sweep may repeat it');
    }
  }

  async function giveUp({ owed, overdue, digest }: Message, code: string): Promise<number> {
    const ids = owed.map(({ id }) => id);
    log.error({ digest, code, ids: ids.slice(0, 20) }, 'Slack refuses the message in every form: moved to dead');
    await recordOverdue(overdue, digest);
    try {
      await list.bury(owed.map((task) => ({ task, reason: `Slack refused the message: ${code}` })));
      return owed.length;
    } catch (error) {
      log.error({ digest, ...loggable(error) }, 'not moved to dead');
      return 0;
    }
  }

  function markTold(before: Waiting): Change<Waiting> {
    return { before, after: { ...before, overdue: 'told', epoch } };
  }
}
