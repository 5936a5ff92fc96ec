/** The blocks that are known to work through a webhook, each with its limits; any other type is a violation. */
import * as v from 'valibot';
import * as limit from './limits';
import { richTextBlock } from './rich-text';

const plainText = (characters: number) =>
  v.strictObject({ type: v.literal('plain_text'), text: within(characters), emoji: v.optional(v.boolean()) });

const anyText = (characters: number) =>
  v.variant('type', [
    plainText(characters),
    v.strictObject({ type: v.literal('mrkdwn'), text: within(characters), verbatim: v.optional(v.boolean()) }),
  ]);

const block_id = v.optional(v.pipe(v.string(), v.maxLength(limit.BLOCK_ID_CHARACTERS)));

const imageElement = v.strictObject({
  type: v.literal('image'),
  image_url: within(limit.IMAGE_URL_CHARACTERS),
  alt_text: within(limit.ALT_TEXT_CHARACTERS),
});

const button = v.strictObject({
  type: v.literal('button'),
  text: plainText(limit.BUTTON_TEXT_CHARACTERS),
  url: v.optional(within(limit.BUTTON_URL_CHARACTERS)),
  value: v.optional(within(limit.BUTTON_VALUE_CHARACTERS)),
  action_id: v.optional(within(limit.ACTION_ID_CHARACTERS)),
  style: v.optional(v.picklist(['primary', 'danger'])),
  accessibility_label: v.optional(within(limit.BUTTON_TEXT_CHARACTERS)),
});

const section = v.strictObject({
  type: v.literal('section'),
  text: v.optional(anyText(limit.TEXT_OBJECT_CHARACTERS)),
  fields: v.optional(listOf(anyText(limit.SECTION_FIELD_CHARACTERS), limit.SECTION_FIELDS)),
  accessory: v.optional(v.variant('type', [button, imageElement])),
  expand: v.optional(v.boolean()),
  block_id,
});

export const block = v.pipe(
  v.variant('type', [
    section,
    v.strictObject({ type: v.literal('header'), text: plainText(limit.HEADER_CHARACTERS), block_id }),
    v.strictObject({ type: v.literal('divider'), block_id }),
    v.strictObject({
      type: v.literal('context'),
      elements: listOf(
        v.variant('type', [...anyText(limit.TEXT_OBJECT_CHARACTERS).options, imageElement]),
        limit.CONTEXT_ELEMENTS,
      ),
      block_id,
    }),
    v.strictObject({ type: v.literal('actions'), elements: listOf(button, limit.ACTIONS_ELEMENTS), block_id }),
    v.strictObject({
      ...imageElement.entries,
      title: v.optional(plainText(limit.ALT_TEXT_CHARACTERS)),
      block_id,
    }),
    richTextBlock,
  ]),
  v.check(
    (input) => input.type !== 'section' || input.text !== undefined || input.fields !== undefined,
    'a section needs text or fields',
  ),
);

function within(characters: number) {
  return v.pipe(v.string(), v.minLength(1), v.maxLength(characters));
}

function listOf<const Item extends v.GenericSchema>(item: Item, atMost: number) {
  return v.pipe(v.array(item), v.minLength(1), v.maxLength(atMost));
}
