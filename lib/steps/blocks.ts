/** Slack's blocks, as far as this product uses them. Text from outside goes only where Slack parses nothing. */
import type { KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import type { Line } from './line';
import { type Mention, mentionElement } from './mention';
import { cut } from './text';

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const HEADER_LENGTH = 150;

/** Characters in one rich_text block: Slack names no limit, so the one for text objects (3,000) is kept, with a margin. */
const BLOCK_LENGTH = 2_800;

const BETWEEN = ' · ';
/** What the link to the page about a task says. */
const PAGE = 'console';

export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, HEADER_LENGTH), emoji: false } };
}

export function footer(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}

export function divider(): KnownBlock {
  return { type: 'divider' };
}

/** A title in bold, without a list. */
export function title(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [section([{ type: 'text', text, style: { bold: true } }])] };
}

/** The lines as bulleted lists, in as many blocks as their length needs. */
export function lists(lines: readonly Line[]): RichTextBlock[] {
  return packed(lines, BLOCK_LENGTH).map((some) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_list', style: 'bullet', elements: some.map((line) => section(elements(line))) }],
  }));
}

/** A line of its own that pings somebody. */
export function ping(mention: Mention): RichTextBlock {
  return { type: 'rich_text', elements: [section([mentionElement(mention)])] };
}

/** A link to a page that a setting names, and so may have a text of its own. */
export function pageLink(url: string, text: string): RichTextBlock {
  return { type: 'rich_text', elements: [section([{ type: 'link', url, text }])] };
}

/** Cuts lines into runs that are each at most `length` characters long; a longer line stands alone. */
export function packed<T extends Line>(lines: readonly T[], length: number): T[][] {
  const runs: T[][] = [];
  let room = 0;
  for (const line of lines) {
    const needed = lengthOf(line);
    const last = runs.at(-1);
    if (last && needed <= room) last.push(line);
    else {
      runs.push([line]);
      room = length;
    }
    room -= needed;
  }
  return runs;
}

function lengthOf({ urls, text, command, link }: Line): number {
  const behind = [command, link && `${link}${PAGE}`].filter((part) => part !== undefined);
  return [...urls.map((url) => `${url}\n`), text, ...behind.map((part) => `${BETWEEN}${part}`)].join('').length;
}

function section(content: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements: content };
}

function elements({ urls, text, command, link }: Line): RichTextElement[] {
  const shown = urls.filter((url) => url !== '');
  const between: RichTextElement = { type: 'text', text: BETWEEN };
  return [
    ...shown.flatMap((url): RichTextElement[] => [linkTo(url), { type: 'text', text: '\n' }]),
    { type: 'text', text },
    ...(command ? [between, { type: 'text' as const, text: command, style: { code: true } }] : []),
    ...(link ? [between, { type: 'link' as const, url: link, text: PAGE }] : []),
  ];
}

/** A link shows where it leads, never a text of its own: nothing can be passed off as something else. */
function linkTo(url: string): RichTextElement {
  const whole = !url.endsWith('…') && URL.canParse(url) && /^https?:\/\//i.test(url);
  return whole ? { type: 'link', url } : { type: 'text', text: url };
}
