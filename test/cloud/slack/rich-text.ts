/** The rich_text block and all it may hold. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import * as v from 'valibot';
import { BLOCK_ID_CHARACTERS, LIST_INDENT } from './limits';

const filled = v.pipe(v.string(), v.minLength(1));
const on = v.optional(v.boolean());

const style = v.optional(
  v.strictObject({ bold: on, italic: on, strike: on, code: on, underline: on, highlight: on, unlink: on }),
);

const text = v.strictObject({ type: v.literal('text'), text: filled, style });

const link = v.strictObject({
  type: v.literal('link'),
  // Slack does not say what it makes of a link without a scheme.
  url: v.pipe(filled, v.regex(/^[a-z][a-z\d+.-]*:/i, 'no scheme')),
  text: v.optional(v.string()),
  unsafe: on,
  style,
});

const inline = v.variant('type', [
  text,
  link,
  v.strictObject({ type: v.literal('emoji'), name: filled, unicode: v.optional(v.string()), style }),
  v.strictObject({ type: v.literal('user'), user_id: filled, style }),
  v.strictObject({ type: v.literal('usergroup'), usergroup_id: filled, style }),
  v.strictObject({ type: v.literal('channel'), channel_id: filled, style }),
  v.strictObject({ type: v.literal('broadcast'), range: v.picklist(['here', 'channel', 'everyone']), style }),
  v.strictObject({ type: v.literal('color'), value: filled, style }),
  v.strictObject({
    type: v.literal('date'),
    timestamp: v.number(),
    format: filled,
    url: v.optional(v.string()),
    fallback: v.optional(v.string()),
    style,
  }),
]);

const border = v.optional(v.picklist([0, 1]));
const section = v.strictObject({ type: v.literal('rich_text_section'), elements: filledList(inline) });

const part = v.variant('type', [
  section,
  v.strictObject({
    type: v.literal('rich_text_list'),
    style: v.picklist(['bullet', 'ordered']),
    elements: filledList(section),
    indent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIST_INDENT))),
    offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    border,
  }),
  v.strictObject({
    type: v.literal('rich_text_preformatted'),
    elements: filledList(v.variant('type', [text, link])),
    language: v.optional(v.string()),
    border,
  }),
  v.strictObject({ type: v.literal('rich_text_quote'), elements: filledList(inline), border }),
]);

export const richTextBlock = v.strictObject({
  type: v.literal('rich_text'),
  elements: filledList(part),
  block_id: v.optional(v.pipe(v.string(), v.maxLength(BLOCK_ID_CHARACTERS))),
});

function filledList<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item), v.minLength(1));
}
