/** Shows a rich_text block as lines of a terminal. */
import { glyph } from './emoji';
import { type Part, parts, textIn } from './walk';

const BULLETS = ['•', '◦', '▪'];

export function richTextLines(block: Part): string[] {
  return parts(block.elements).flatMap((part) => {
    switch (part.type) {
      case 'rich_text_list':
        return listLines(part);
      case 'rich_text_quote':
        return lines(part).map((line) => `> ${line}`);
      case 'rich_text_preformatted':
        return lines(part).map((line) => `    ${line}`);
      default:
        return lines(part);
    }
  });
}

function listLines(list: Part): string[] {
  const depth = numberIn(list, 'indent');
  const first = numberIn(list, 'offset') + 1;
  return parts(list.elements).flatMap((item, index) => {
    const bullet = list.style === 'ordered' ? `${first + index}.` : (BULLETS[depth % BULLETS.length] ?? '•');
    const indent = '  '.repeat(depth + 1);
    const [head = '', ...rest] = lines(item);
    const hanging = ' '.repeat(bullet.length + 1);
    return [`${indent}${bullet} ${head}`, ...rest.map((line) => `${indent}${hanging}${line}`)];
  });
}

/** A section often ends in a newline that Slack does not show. */
function lines(section: Part): string[] {
  return parts(section.elements).map(inline).join('').replace(/\n$/, '').split('\n');
}

function inline(element: Part): string {
  switch (element.type) {
    case 'link':
      return linkAsText(textIn(element, 'url'), textIn(element, 'text'));
    case 'emoji':
      return glyph(textIn(element, 'name'));
    case 'user':
      return `@${textIn(element, 'user_id')}`;
    case 'usergroup':
      return `@${textIn(element, 'usergroup_id')}`;
    case 'channel':
      return `#${textIn(element, 'channel_id')}`;
    case 'broadcast':
      return `@${textIn(element, 'range')}`;
    case 'date':
      return textIn(element, 'fallback');
    default:
      return textIn(element, 'text');
  }
}

function linkAsText(url: string, text: string): string {
  return text === '' || text === url ? url : `${text} (${url})`;
}

function numberIn(part: Part, name: string): number {
  const value = part[name];
  return typeof value === 'number' ? value : 0;
}
