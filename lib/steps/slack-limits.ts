/**
 * Slack's limits on a message, as data and as a check before sending: what is over a limit would be refused as a whole.
 * Lengths are in UTF-16 units, the strictest reading of "characters".
 */
import type { Payload } from '../ports';

export const LIMITS = {
  /** https://docs.slack.dev/changelog/2018-truncating-really-long-messages : longer texts are cut. */
  text: 40_000,
  /** https://docs.slack.dev/reference/block-kit/blocks */
  blocks: 50,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  header: 150,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/text-object . No limit is stated for rich_text; this one is kept. */
  textObject: 3_000,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** No page states it: about 12,000 to 13,200 characters over all blocks have been seen to be refused. */
  allBlocks: 12_000,
} as const;

/** One sentence for each limit that a payload is over; none when Slack will take it. */
export function overLimits({ text, blocks = [] }: Payload): string[] {
  const over: string[] = [];
  const hold = (what: string, size: number, limit: number) => {
    if (size > limit) over.push(`${what} has ${size}, at most ${limit} may be`);
  };
  if (text.trim() === '') over.push('there is no text');
  hold('the text', text.length, LIMITS.text);
  hold('the number of blocks', blocks.length, LIMITS.blocks);
  for (const block of blocks) {
    const type = String(Reflect.get(block, 'type'));
    hold(`a ${type}`, charactersOf(block), type === 'header' ? LIMITS.header : LIMITS.textObject);
    const elements: unknown = Reflect.get(block, 'elements');
    if (type === 'context' && Array.isArray(elements)) hold('a context', elements.length, LIMITS.contextElements);
  }
  const all = blocks.reduce<number>((sum, block) => sum + charactersOf(block), 0);
  hold('the characters of all blocks', all, LIMITS.allBlocks);
  return over;
}

/** Everything in a block that is shown or followed: texts and addresses. */
function charactersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    if (typeof inner === 'string') return key === 'text' || key === 'url' ? sum + inner.length : sum;
    return sum + charactersOf(inner);
  }, 0);
}
