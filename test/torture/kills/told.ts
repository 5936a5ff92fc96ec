/** What a message says of which tasks, read as a person in the channel would. */
import type { Outcome } from '../../../lib/task';
import { asPlainText } from '../../cloud/slack/render';
import { blocksOf, objectsIn } from '../../cloud/slack/walk';

export interface Named {
  readonly id: string;
  /** How it ended, or that it takes too long. */
  readonly as: Outcome | 'overdue';
}

/** The tasks a message names. */
export function namedIn(payload: unknown): Named[] {
  return itemsIn(payload).flatMap((item): Named[] => {
    const said = item.split('\n').at(-1) ?? '';
    const id = /(?:^|\s)task (\d{11})(?: · |$)/.exec(said)?.[1];
    if (id === undefined) return [];
    const problem = /^\s*(failed|rejected|missing|expired): /.exec(said)?.[1] as Outcome | undefined;
    return [{ id, as: problem ?? (/^\s*still running/.test(said) ? 'overdue' : 'complete') }];
  });
}

/** Whether it counts tasks that it does not name. */
export function countsOthers(payload: unknown): boolean {
  return itemsIn(payload).some((item) => /^\s*and [\d,]+ more(?: that need a look|$)/.test(item));
}

/** The id that is the same when a message is a repeat. */
export function digestOf(payload: unknown): string | undefined {
  return /digest ([0-9a-f]{8})/.exec(asPlainText(payload))?.[1];
}

/** The points of its lists. */
function itemsIn(payload: unknown): string[] {
  return [...objectsIn(blocksOf(payload))]
    .filter(({ type }) => type === 'rich_text_list')
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .map((section) => asPlainText({ blocks: [{ type: 'rich_text', elements: [section] }] }));
}
