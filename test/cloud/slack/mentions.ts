/** What in a message would wake people up or lead them somewhere. */
import { isLink, marksIn, mrkdwnTexts, unescaped } from './mrkdwn';
import { objectsIn, textIn } from './walk';

export interface Link {
  readonly url: string;
  /** What people see of it. */
  readonly text: string;
}

/** Every mention Slack would act upon, written as mrkdwn writes it. */
export function pings(payload: unknown): string[] {
  const marked = mrkdwnTexts(payload)
    .flatMap(marksIn)
    .filter(({ target }) => /^(?:!(?:channel|here|everyone)|@\w+|!subteam\^\w+)$/i.test(target));
  const elements = [...objectsIn(payload)].flatMap((part) => {
    if (part.type === 'broadcast') return [`<!${textIn(part, 'range')}>`];
    if (part.type === 'user') return [`<@${textIn(part, 'user_id')}>`];
    return part.type === 'usergroup' ? [`<!subteam^${textIn(part, 'usergroup_id')}>`] : [];
  });
  return [...marked.map(({ whole }) => whole), ...elements];
}

/** Every link made by mrkdwn marks or by rich_text. */
export function links(payload: unknown): Link[] {
  const marked = mrkdwnTexts(payload)
    .flatMap(marksIn)
    .filter(({ target }) => isLink(target))
    .map(({ target, label }) => ({ url: unescaped(target), text: unescaped(label ?? target) }));
  const elements = [...objectsIn(payload)]
    .filter(({ type }) => type === 'link')
    .map((part) => ({ url: textIn(part, 'url'), text: textIn(part, 'text') || textIn(part, 'url') }));
  return [...marked, ...elements];
}
