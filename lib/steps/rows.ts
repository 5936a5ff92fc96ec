/** The rows that a submission puts on the list. */
import type { SubmitCall } from '../submission';
import type { Waiting } from '../task';

/** URLs kept with a row, for messages about tasks the CDN never says anything about. */
const URLS_KEPT = 3;

/** @param now ms since 1970 */
export function toRows(ids: readonly string[], call: SubmitCall, submission: string, now: number): Waiting[] {
  const known = { kind: call.kind, urls: call.urls.slice(0, URLS_KEPT) };
  return watchedRows(ids, call.label, submission, now).map((row) => ({ ...row, ...known }));
}

/** Tasks that were made elsewhere: of them nothing is known but the id, and when they were made only the CDN can say. */
export function watchedRows(
  ids: readonly string[],
  label: string | undefined,
  submission: string,
  now: number,
): Waiting[] {
  const common = { state: 'waiting', epoch: 0, added: now, submission, urls: [] } as const;
  return ids.map((id) => ({ ...common, id, ...(label !== undefined && { label }) }));
}
