/** What can go wrong with a message to Slack. */
import type { Answer } from '../../cloud/serve';
import { type SlackState, stateAnswer } from '../../cloud/slack/answers';
import type { Kinds } from './kinds';
import { MINUTE } from './time';

/** Seconds Slack asks to wait. */
const WAITS = [1, 1, 2, 2, 5, 30, 300, 1_800] as const;
const ABSURD = ['soon', 'soon', '-5', '-5', '', '', '1e3', '99999999999'] as const;
const WRONG: readonly [SlackState, ...SlackState[]] = [
  'invalid_token',
  'action_prohibited',
  'no_service',
  'channel_is_archived',
];
const NOT_OK: readonly [Answer, ...Answer[]] = [
  { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>please log in</html>' },
  { status: 200, body: '' },
  { status: 200, body: '{"ok":true}' },
];
const BROKEN: Answer = { status: 500, headers: { 'content-type': 'text/html' }, body: 'internal error' };

export const SLACK_KINDS: Kinds = [
  { name: 'Slack 429', make: (_, { random }) => limited(String(random.pick(WAITS))) },
  { name: 'Slack 429 without Retry-After', make: () => limited() },
  {
    name: 'Slack 429 with an absurd Retry-After',
    make: (_, { random, now }) =>
      limited(random.percent(20) ? new Date(now() + random.int(-2, 4) * MINUTE).toUTCString() : random.pick(ABSURD)),
  },
  { name: 'Slack 500, not taken', make: () => ({ kind: 'answer', answer: BROKEN }) },
  { name: 'Slack 500, taken', make: () => ({ kind: 'changed', change: () => BROKEN }) },
  { name: 'Slack hangs', slow: true, make: () => ({ kind: 'hang' }) },
  { name: 'Slack takes it and is silent', slow: true, make: () => ({ kind: 'unanswered' }) },
  {
    name: 'Slack 200 without ok',
    make: (_, { random }) => {
      const answer = random.pick(NOT_OK);
      return random.percent(50) ? { kind: 'answer', answer } : { kind: 'changed', change: () => answer };
    },
  },
  {
    name: 'the webhook is wrong',
    make: (_, { random }) => ({ kind: 'answer', answer: stateAnswer(random.pick(WRONG)) }),
  },
];

function limited(retryAfter?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  };
  return { kind: 'answer' as const, answer: { status: 429, headers, body: '{"ok":false,"error":"rate_limited"}' } };
}
