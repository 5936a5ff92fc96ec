/** Slack, through @slack/webhook: one post, and what its answer means for the message. */
import { type FetchFunction, IncomingWebhook, type IncomingWebhookSendArguments } from '@slack/webhook';
import pTimeout from 'p-timeout';
import type { Channel, Posted } from '../ports';

/**
 * What Slack says of a payload, and of a webhook or its channel. The word decides, since statuses were seen to differ:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
const ABOUT_THE_MESSAGE =
  /^(invalid_payload|no_text|too_many_attachments|invalid_blocks\w*|msg_too_long|msg_blocks_too_long)$/;
const ABOUT_THE_WEBHOOK =
  /^(action_prohibited|posting_to_\w+_denied|invalid_token|user_not_found|channel_not_found|no_service\w*|no_team|no_active_hooks|team_disabled|channel_is_archived)$/;

/** A Retry-After is believed within these limits, in ms: nonsense must not silence a channel for ever. */
const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 3_600_000;

/**
 * @param webhookUrl a secret: it is in no error and no answer of this edge
 * @param fetch for tests; the default is Node's
 */
export function createSlack(webhookUrl: string, now: () => number, fetch: FetchFunction = globalThis.fetch): Channel {
  return {
    async post(payload, timeoutMs) {
      let retryAfter: string | null = null;
      let date: string | null = null;
      // The package reads no headers, and keeps none on its errors.
      const listening: FetchFunction = async (url, init) => {
        const response = await fetch(url, init);
        retryAfter = response.headers.get('retry-after');
        date = response.headers.get('date');
        return response;
      };
      // No retryConfig: the package would repeat a message whose answer was cut off after Slack had taken it.
      // A whole number: the package hands it to AbortSignal.timeout, which throws on any other.
      const webhook = new IncomingWebhook(webhookUrl, { fetch: listening, timeout: Math.ceil(timeoutMs) });
      try {
        const sending = webhook.send(payload as IncomingWebhookSendArguments);
        const { text } = await pTimeout(sending, { milliseconds: timeoutMs + 500 });
        return text.trim() === 'ok' ? { kind: 'accepted' } : { kind: 'unclear', code: 'answered 200 without ok' };
      } catch (error) {
        return judge(error, retryAfter, Date.parse(date ?? '') || now());
      }
    },
  };
}

/** @param now by Slack's own clock, if it told: a Retry-After may be a time of day */
function judge(error: unknown, retryAfter: string | null, now: number): Posted {
  const status = Reflect.get(Object(error), 'statusCode');
  const body = String(Reflect.get(Object(error), 'body') ?? '').trim();
  if (typeof status !== 'number') return { kind: 'unclear', code: 'no answer' };
  if (status === 429) return { kind: 'limited', retryAfterMs: waitFor(retryAfter, now) };
  // Slack's answers are single words; anything else comes from something in between, and is not shown.
  const word = /^[a-z_]{1,60}$/.test(body) ? body : undefined;
  const code = word ?? `HTTP ${status}`;
  if (ABOUT_THE_MESSAGE.test(code)) return { kind: 'bad-message', code };
  if (ABOUT_THE_WEBHOOK.test(code) || [401, 403, 404, 410].includes(status)) return { kind: 'bad-webhook', code };
  // Anything else may pass, or be about this message only: it stays owed, and does not keep the others from being told.
  return { kind: 'unclear', code };
}

/** Seconds or an HTTP date, in ms from now. */
function waitFor(retryAfter: string | null, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, wait)) : SHORTEST_WAIT;
}
