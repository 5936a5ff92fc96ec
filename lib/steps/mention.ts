/** Whom to ping when something failed: a setting, and the only ping there is in any message. */
import type { RichTextElement } from '@slack/types';

export type Mention =
  | { readonly kind: 'user' | 'usergroup'; readonly id: string }
  | { readonly kind: 'broadcast'; readonly range: 'channel' | 'here' | 'everyone' };

/** Undefined when it is none. @param text "U0123ABCD", "S0123ABCD", "here", "channel" or "everyone", with or without "@" */
export function readMention(text: string): Mention | undefined {
  const [, id, range] = /^@?(?:([UWS][A-Z0-9]{5,20})|(channel|here|everyone))$/.exec(text.trim()) ?? [];
  if (range !== undefined) return { kind: 'broadcast', range: range as 'channel' | 'here' | 'everyone' };
  if (id === undefined) return undefined;
  return { kind: id.startsWith('S') ? 'usergroup' : 'user', id };
}

export function mentionElement(mention: Mention): RichTextElement {
  switch (mention.kind) {
    case 'user':
      return { type: 'user', user_id: mention.id };
    case 'usergroup':
      return { type: 'usergroup', usergroup_id: mention.id };
    case 'broadcast':
      return { type: 'broadcast', range: mention.range };
    default:
      return mention satisfies never;
  }
}

/** For the text of a notification. https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
export function mentionText(mention: Mention): string {
  switch (mention.kind) {
    case 'user':
      return `<@${mention.id}>`;
    case 'usergroup':
      return `<!subteam^${mention.id}>`;
    case 'broadcast':
      return `<!${mention.range}>`;
    default:
      return mention satisfies never;
  }
}
