/** What the webhook answers. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
import type { Answer } from '../serve';
import type { PayloadError } from './violations';

/** `ok`, or the trouble a webhook can be in whatever it is sent. */
export type SlackState = keyof typeof STATUS;

const STATUS = {
  ok: 200,
  user_not_found: 404,
  action_prohibited: 403,
  posting_to_general_channel_denied: 403,
  invalid_token: 403,
  channel_not_found: 404,
  no_service: 404,
  no_service_id: 404,
  no_team: 404,
  no_active_hooks: 404,
  team_disabled: 404,
  channel_is_archived: 410,
  rollup_error: 500,
} as const;

export function stateAnswer(state: SlackState): Answer {
  return text(STATUS[state], state);
}

export function badRequest(error: PayloadError): Answer {
  return text(400, error);
}

export function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': String(seconds) },
    body: JSON.stringify({ retry_after: seconds, ok: false, error: 'rate_limited' }),
  };
}

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body };
}
