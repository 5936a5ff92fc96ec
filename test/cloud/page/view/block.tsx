/** One block of a message. */
import { type MessageProps, Message as SlackBlocks } from 'slack-blocks-to-jsx';
import { isPart, type Part, parts, textIn } from '../../slack/walk';

/**
 * Headers and contexts of plain text are drawn here, all others by the library: it reads plain text as mrkdwn, so that a
 * `*` or a `<!channel>` in it, which Slack shows as they are, would become bold or a mention.
 */
export function Block({ block }: { block: Part }) {
  const elements = parts(block.elements);
  if (block.type === 'header' && isPart(block.text)) return <h2 className="header">{textIn(block.text, 'text')}</h2>;
  if (block.type === 'context' && elements.every(({ type }) => type === 'plain_text')) {
    return <p className="context">{elements.map((element) => textIn(element, 'text')).join('  ')}</p>;
  }
  return <SlackBlocks withoutWrapper blocks={[block] as unknown as MessageProps['blocks']} name="" logo="" />;
}
