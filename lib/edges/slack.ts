/** Slack, through @slack/webhook: one post, and what its answer means for the message. */
import { type FetchFunction, IncomingWebhook, type IncomingWebhookSendArguments } from '@slack/webhook';
import pTimeout from 'p-timeout';
import type { Channel, Posted } from '../ports';

/**
 * With status 400 Slack says what is wrong with the payload, but for this word, which is about the webhook:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
const ABOUT_THE_WEBHOOK = 'user_not_found';

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
      // The package reads no headers, and keeps none on its errors.
      const listening: FetchFunction = async (url, init) => {
        const response = await fetch(url, init);
        retryAfter = response.headers.get('retry-after');
        return response;
      };
      // No retryConfig: the package would repeat a message whose answer was cut off after Slack had taken it.
      const webhook = new IncomingWebhook(webhookUrl, { fetch: listening, timeout: timeoutMs });
      try {
        const sending = webhook.send(payload as IncomingWebhookSendArguments);
        const { text } = await pTimeout(sending, { milliseconds: timeoutMs + 500 });
        return text.trim() === 'ok' ? { kind: 'accepted' } : { kind: 'unclear', code: 'answered 200 without ok' };
      } catch (error) {
        return judge(error, retryAfter, now());
      }
    },
  };
}

function judge(error: unknown, retryAfter: string | null, now: number): Posted {
  const status = Reflect.get(Object(error), 'statusCode');
  const body = String(Reflect.get(Object(error), 'body') ?? '').trim();
  if (typeof status !== 'number') return { kind: 'unclear', code: 'no answer' };
  if (status === 429) return { kind: 'limited', retryAfterMs: waitFor(retryAfter, now) };
  // Slack's answers are single words; anything else comes from something in between, and is not shown.
  const word = /^[a-z_]{1,60}$/.test(body) ? body : undefined;
  const code = word ?? `HTTP ${status}`;
  if (status >= 500 || status === 408) return { kind: 'unclear', code };
  const aboutTheMessage = status === 413 || (status === 400 && word !== undefined && word !== ABOUT_THE_WEBHOOK);
  return { kind: aboutTheMessage ? 'bad-message' : 'bad-webhook', code };
}

/** Seconds or an HTTP date, in ms from now. */
function waitFor(retryAfter: string | null, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, wait)) : SHORTEST_WAIT;
}
