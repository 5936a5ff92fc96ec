/** What a message says of which tasks, read as a person in the channel would. */
import type { Outcome } from '../../../lib/task';
import { asPlainText } from '../../cloud/slack/render';
import { blocksOf, objectsIn } from '../../cloud/slack/walk';

/** A piece of news: how a task ended, or that it takes too long. */
export interface News {
  readonly id: string;
  readonly as: Outcome | 'overdue';
}

export function newsIn(payload: unknown): News[] {
  return itemsIn(payload).flatMap((item): News[] => {
    const said = item.split('\n').at(-1) ?? '';
    const id = /(?:^|\s)task (\d{10})(?: · |$)/.exec(said)?.[1];
    if (id === undefined) return [];
    const problem = /^\W*(failed|rejected|missing|expired): /.exec(said)?.[1] as Outcome | undefined;
    return [{ id, as: problem ?? (/^\W*still running/.test(said) ? 'overdue' : 'complete') }];
  });
}

/** Whether it counts tasks that it does not name. */
export function countsOthers(payload: unknown): boolean {
  return itemsIn(payload).some((item) => /^\W*and [\d,]+ more( that need a look.*)?$/s.test(item));
}

/** A task that was overdue and has ended is told twice, and rightly so. */
export function keyOf({ id, as }: News): string {
  return as === 'overdue' ? `${id} overdue` : id;
}

/** The points of its lists. */
function itemsIn(payload: unknown): string[] {
  return [...objectsIn(blocksOf(payload))]
    .filter(({ type }) => type === 'rich_text_list')
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .map((section) => asPlainText({ blocks: [{ type: 'rich_text', elements: [section] }] }));
}
