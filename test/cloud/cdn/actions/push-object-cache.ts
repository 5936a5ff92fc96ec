/** PushObjectCache: makes the edge nodes fetch files before anyone asks for them. */
import type { Account } from '../account';
import { PUSH_QUEUE, PUSH_URL_CHARACTERS, PUSH_URLS_A_CALL, PUSH_URLS_A_TASK } from '../limits';
import { malformed, objectPaths, overLimit } from '../object-paths';
import { invalid, Refusal } from '../refusal';
import type { Reply } from '../reply';
import { oneOf, type Params, required } from '../request';

export function pushObjectCache(params: Params, { domains, quotas, submissions, tasks }: Account): Reply {
  const text = required(params, 'ObjectPath');
  oneOf(params, 'Area', ['domestic', 'overseas']);
  oneOf(params, 'L2Preload', ['true', 'false']);
  oneOf(params, 'QueryHashkey', ['true', 'false']);
  checkHeaders(params.get('WithHeader'));
  const paths = objectPaths(text, domains);
  if (paths.length > PUSH_URLS_A_CALL) throw overLimit(PUSH_URLS_A_CALL, 'URLs');
  if (paths.some(({ url }) => url.length > PUSH_URL_CHARACTERS)) throw malformed();
  if (tasks.unfinished('preload') + paths.length > PUSH_QUEUE) {
    throw new Refusal(403, 'PreloadQueueFull', 'The preload queue is full, please try again later.');
  }
  quotas.take('Preload', paths.length);
  return { PushTaskId: submissions.submit(paths, 'preload', PUSH_URLS_A_TASK).join(',') };
}

function checkHeaders(json: string | undefined): void {
  if (json === undefined) return;
  try {
    const headers: unknown = JSON.parse(json);
    if (typeof headers === 'object' && headers !== null && !Array.isArray(headers)) return;
  } catch {
    // Refused below, like every other value that is no JSON object.
  }
  throw invalid('WithHeader');
}
