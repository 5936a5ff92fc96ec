/** The webhook is alive: Slack refuses a message without text when it is, and the webhook itself when it is not. */
import type { Channel, Payload } from '../../lib/ports';
import { type Finding, right, wrong } from './check';

const CALL_TIMEOUT = 10_000;

/** Slack never posts a message without text. */
const NOTHING: Payload = { text: '', unfurl_links: false, unfurl_media: false };

export async function checkWebhook(slack: Channel): Promise<Finding> {
  const posted = await slack.post(NOTHING, CALL_TIMEOUT);
  switch (posted.kind) {
    case 'accepted':
    case 'limited':
      return right('webhook', 'it answers; nothing was posted');
    case 'bad-message':
      return right('webhook', `it is alive; nothing was posted (${posted.code})`);
    case 'bad-webhook':
      return wrong(
        'webhook',
        `Slack refuses it (${posted.code})`,
        'make a new incoming webhook on the page of your Slack app, and set SLACK_WEBHOOK_URL here and for the poller',
      );
    case 'unclear':
      return wrong('webhook', `no clear answer (${posted.code})`, 'check SLACK_WEBHOOK_URL and the network');
    default:
      return posted satisfies never;
  }
}
