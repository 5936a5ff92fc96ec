/** The webhook is alive. */
import type { Channel } from '../../lib/ports';
import { probeWebhook } from '../../lib/probe-webhook';
import { type Finding, right, wrong } from './check';

const CALL_TIMEOUT = 10_000;

export async function checkWebhook(slack: Channel): Promise<Finding> {
  const { state, code } = await probeWebhook(slack, CALL_TIMEOUT);
  switch (state) {
    case 'alive':
      return right('webhook', `it is alive; nothing was posted (${code})`);
    case 'refused':
      return wrong(
        'webhook',
        `Slack refuses it (${code})`,
        'make a new incoming webhook on the page of your Slack app, and set SLACK_WEBHOOK_URL here and for the poller',
      );
    case 'unclear':
      return wrong('webhook', `no clear answer (${code})`, 'check SLACK_WEBHOOK_URL and the network');
    default:
      return state satisfies never;
  }
}
