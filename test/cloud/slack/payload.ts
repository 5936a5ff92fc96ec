/** Reads the message out of a call to a webhook. */
import type { Call } from '../serve';

/** JSON, or JSON in the form field `payload`, as Slack also takes it; undefined when it is neither. */
export function payloadOf({ method, headers, body }: Call): unknown {
  if (method !== 'POST') return undefined;
  const sent = body.toString('utf8');
  const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  try {
    return JSON.parse(form ? (new URLSearchParams(sent).get('payload') ?? '') : sent);
  } catch {
    return undefined;
  }
}
