/** One task of any list in words. */
import type { Listed } from '../lib/edges/tablestore-listed';
import { clean, cut } from '../lib/steps/text';
import { explainOutcome, explainReason, inWords } from '../lib/steps/words';
import type { Ending } from '../lib/task';
import { readDeadRow } from './dead-row';
import { inUtc } from './times';

/** "failed: the origin did not answer in time (OriginTimeout) · 3 of 12 URLs · after 5 m 1 s". */
export function endingWords({ outcome, reasons, total, failed, took }: Ending): string {
  const why = reasons.map((reason) => clean(explainReason(reason))).join('; ');
  return [
    outcome === 'complete' ? outcome : `${outcome}: ${why || meaning(outcome)}`,
    total > 1 && (outcome === 'failed' ? `${failed} of ${total} URLs` : `${total} URLs`),
    took !== undefined && `after ${inWords(took)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** How many days the CDN remembers a task is a setting of the poller. */
function meaning(outcome: Ending['outcome']): string {
  return outcome === 'expired' ? 'no end was seen while the CDN remembered it' : explainOutcome(outcome, 0);
}

/** State, id, label, kind, time, and what there is to say. Times as text; nothing in it can move the cursor. */
export function rowWords(listed: Listed): string[] {
  const { state, id } = listed;
  const cells = (label = '', kind = '', time: number | undefined, text: string) =>
    [state, id, cut(label, 40), kind, inUtc(time), cut(text, 160)].map(clean);
  if (state === 'unreadable') return cells('', '', undefined, `can't be read: ${listed.reason}`);
  if (state === 'dead') {
    const { label, kind, added } = readDeadRow(listed.row);
    return cells(label, kind, added, listed.reason);
  }
  const { label, kind, added, urls } = listed.task;
  if (state === 'pending') {
    return cells(label, kind, added, [listed.task.overdue && 'overdue', urls[0]].filter(Boolean).join(' · '));
  }
  const { ending, settled } = listed.task;
  return cells(label, kind, settled, [endingWords(ending), ending.urls[0]].filter(Boolean).join(' · '));
}

export function labelOf(listed: Listed): string | undefined {
  if (listed.state === 'unreadable') return undefined;
  return listed.state === 'dead' ? readDeadRow(listed.row).label : listed.task.label;
}
