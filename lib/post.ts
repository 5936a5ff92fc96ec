/** Posts messages one after the other, each when Slack will take it, and sees what became of it. */
import { type Log, loggable } from './log';
import type { Channel, Clock, Message, Payload, Posted, Quiet, TaskList } from './ports';
import { WEBHOOKS } from './steps/audience';
import { SKEW_MARGIN } from './steps/lease';
import type { Audience } from './task';

/**
 * Slack takes one message a second for each webhook: https://docs.slack.dev/apis/web-api/rate-limits . A little is added, since
 * timers can be early. Ms.
 */
export const BETWEEN_MESSAGES = 1_020;
/** Ms a post may take. */
const POST_TIMEOUT = 8_000;
/** A post is not begun with less time than this left: cut short, it might be delivered unseen. Ms. */
const SHORTEST_POST = 2_000;

/** A webhook that is refused for good is tried again after this: a person must act first. Ms. */
const AFTER_REFUSAL = 300_000;

export interface Posting {
  readonly list: Pick<TaskList, 'holdsLease' | 'keepQuiet'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of an error that keeps everything from being told. */
  readonly trouble?: ((error: unknown) => void) | undefined;
}

export interface Posts {
  /** Posts a message, and once more in plain text when Slack refuses its form. */
  post(message: Message, channel: Channel): Promise<Posted | 'not now'>;
  /** No message before then (ms since 1970). */
  readonly quiet: Quiet;
}

/**
 * @param quietUntil no message before then: what Slack asked for, or what the pace asks for
 * @param until no post is under way after this, in ms since the invocation began
 */
export function createPosts(epoch: number, quietUntil: Quiet, until: number, posting: Posting): Posts {
  const { list, clock, log, trouble } = posting;
  const quiet: Partial<Record<Audience, number>> = { ...quietUntil };
  return {
    quiet,
    async post(message, channel) {
      const posted = await post(message.payload, message, channel);
      if (posted === 'not now' || posted.kind !== 'bad-message') return posted;
      return post(message.plain, message, channel);
    },
  };

  async function post(payload: Payload, { digest, to }: Message, channel: Channel): Promise<Posted | 'not now'> {
    for (;;) {
      const wait = (quiet[to] ?? 0) - clock.now();
      if (clock.elapsed() + Math.max(0, wait) > until - SHORTEST_POST) return 'not now';
      if (wait > 0) await clock.sleep(wait);
      if (!(await mayStillSpeak())) return 'not now';
      const left = until - clock.elapsed();
      if (left < SHORTEST_POST) return 'not now';
      const posted = await channel.post(payload, Math.min(POST_TIMEOUT, left));
      quiet[to] = clock.now() + waitAfter(posted);
      logPosted(posted, digest, to);
      if (posted.kind !== 'limited') return posted;
      if (posted.retryAfterMs > SKEW_MARGIN) await keepQuiet();
    }
  }

  /** The lease keeps everybody else quiet for a minute after this sweep; what Slack asked for beyond that must outlive a crash. */
  async function keepQuiet(): Promise<void> {
    await list
      .keepQuiet(epoch, quiet)
      .catch((error) => log.error(loggable(error), 'not written yet: how long Slack wants to be left alone'));
  }

  /** Whoever was held up, or whose clock was set, may have lost the lease to a sweep that tells the same tasks. */
  async function mayStillSpeak(): Promise<boolean> {
    try {
      const holds = await list.holdsLease(epoch);
      if (!holds) log.warn({ epoch }, 'another sweep has taken over: it tells what is owed');
      return holds;
    } catch (error) {
      log.error(loggable(error), 'not told: the lease could not be read');
      trouble?.(error);
      return false;
    }
  }

  function logPosted(posted: Posted, digest: string, to: Audience): void {
    if (posted.kind === 'accepted') log.info({ digest, to }, 'told');
    else if (posted.kind === 'bad-webhook') {
      const advice = `set ${WEBHOOKS[to]} to a webhook that works; what is owed stays owed`;
      log.error({ digest, to, code: posted.code, advice }, 'Slack refuses the webhook');
    } else log.warn({ digest, to, ...posted }, 'not told');
  }
}

/** How long a webhook is to be left alone after this answer, in ms. */
export function waitAfter(posted: Posted): number {
  if (posted.kind === 'limited') return posted.retryAfterMs;
  return posted.kind === 'bad-webhook' ? AFTER_REFUSAL : BETWEEN_MESSAGES;
}
