/** Shows a Slack message in a terminal, much as a person would read it in Slack. */
import { withEmoji } from './emoji';
import { isLink, type Mark, unescaped, withoutMarks } from './mrkdwn';
import { richTextLines } from './render-rich-text';
import { attachmentsOf, isPart, type Part, parts, textIn } from './walk';

/** A URL from anywhere must not be able to steer the terminal. */
const CONTROL = /(?!\n)\p{Cc}/gu;

const RULE = '─'.repeat(60);

export function asPlainText(payload: unknown): string {
  if (!isPart(payload)) return '';
  const body = parts(payload.blocks);
  const own = body.length > 0 ? blocksAsText(body) : mrkdwnAsText(textIn(payload, 'text'));
  const shown = [own, ...attachmentsOf(payload).map(attachmentAsText)].filter((text) => text !== '').join('\n\n');
  return shown.replace(CONTROL, '');
}

function attachmentAsText(attachment: Part): string {
  const body = parts(attachment.blocks);
  const own = body.length > 0 ? blocksAsText(body) : mrkdwnAsText(textIn(attachment, 'text'));
  return own === '' ? '' : own.replaceAll(/^/gm, '┃ ');
}

/** A blank line between blocks, but none around a rule or below a header. */
function blocksAsText(blocks: readonly Part[]): string {
  return blocks
    .map((block, index) => {
      const before = blocks[index - 1]?.type;
      if (before === undefined) return blockAsText(block);
      const close = before === 'header' || before === 'divider' || block.type === 'divider';
      return `${close ? '\n' : '\n\n'}${blockAsText(block)}`;
    })
    .join('');
}

function blockAsText(block: Part): string {
  switch (block.type) {
    case 'header':
      return underlined(objectAsText(block.text));
    case 'section':
      return sectionAsText(block);
    case 'context':
      return parts(block.elements).map(elementAsText).join('  ');
    case 'actions':
      return parts(block.elements).map(elementAsText).join('   ');
    case 'divider':
      return RULE;
    case 'image':
      return elementAsText(block);
    case 'rich_text':
      return richTextLines(block).join('\n');
    default:
      return `[${textIn(block, 'type')}]`;
  }
}

function underlined(title: string): string {
  return `${title}\n${'━'.repeat([...title].length)}`;
}

function sectionAsText(section: Part): string {
  const fields = parts(section.fields).map((field) => `  ${objectAsText(field).replaceAll('\n', ' ')}`);
  const accessory = isPart(section.accessory) ? [elementAsText(section.accessory)] : [];
  const text = isPart(section.text) ? [objectAsText(section.text)] : [];
  return [...text, ...fields, ...accessory].join('\n');
}

function elementAsText(element: Part): string {
  if (element.type === 'image') return `[${textIn(element, 'alt_text')}]`;
  if (element.type !== 'button') return objectAsText(element);
  return `[ ${objectAsText(element.text)} ] ${textIn(element, 'url')}`.trimEnd();
}

function objectAsText(object: unknown): string {
  if (!isPart(object)) return '';
  return object.type === 'mrkdwn' ? mrkdwnAsText(textIn(object, 'text')) : withEmoji(textIn(object, 'text'));
}

function mrkdwnAsText(mrkdwn: string): string {
  return withEmoji(unescaped(withoutMarks(mrkdwn, markAsText)));
}

function markAsText({ target, label }: Mark): string {
  if (isLink(target)) return label === undefined || label === target ? target : `${label} (${target})`;
  if (target.startsWith('!date^')) return label ?? '';
  if (target.startsWith('!subteam^')) return label ?? `@${target.slice('!subteam^'.length)}`;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label === undefined ? target : `${target.charAt(0)}${label}`;
}
