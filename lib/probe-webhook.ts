/** Whether a webhook is alive: Slack refuses a message without text when it is, and the webhook itself when it is not. */
import type { Channel, Payload } from './ports';
import type { Probed } from './steps/judge-check';

/** Slack never posts a message without text. */
const NOTHING: Payload = { text: '', unfurl_links: false, unfurl_media: false };

export async function probeWebhook(channel: Channel, timeoutMs: number): Promise<Probed> {
  const posted = await channel.post(NOTHING, timeoutMs);
  switch (posted.kind) {
    case 'accepted':
      return { state: 'alive', code: 'ok' };
    case 'limited':
      return { state: 'alive', code: 'too many messages' };
    case 'bad-message':
      return { state: 'alive', code: posted.code };
    case 'bad-webhook':
      return { state: 'refused', code: posted.code };
    case 'unclear':
      return { state: 'unclear', code: posted.code };
    default:
      return posted satisfies never;
  }
}
