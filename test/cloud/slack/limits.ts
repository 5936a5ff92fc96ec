/** Slack's limits on a message, as its documentation states them. Lengths are in UTF-16 units, the strictest reading of "characters". */

/** https://docs.slack.dev/changelog/2018-truncating-really-long-messages */
export const TEXT_CHARACTERS = 40_000;

/** https://docs.slack.dev/reference/block-kit/blocks */
export const BLOCKS_A_MESSAGE = 50;
export const BLOCK_ID_CHARACTERS = 255;

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
export const ATTACHMENTS_A_MESSAGE = 100;

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export const TEXT_OBJECT_CHARACTERS = 3_000;

/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const SECTION_FIELDS = 10;
export const SECTION_FIELD_CHARACTERS = 2_000;

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const HEADER_CHARACTERS = 150;

/** https://docs.slack.dev/reference/block-kit/blocks/context-block */
export const CONTEXT_ELEMENTS = 10;

/** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
export const ACTIONS_ELEMENTS = 25;

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const BUTTON_TEXT_CHARACTERS = 75;
export const BUTTON_URL_CHARACTERS = 3_000;
export const BUTTON_VALUE_CHARACTERS = 2_000;
export const ACTION_ID_CHARACTERS = 255;

/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
export const IMAGE_URL_CHARACTERS = 3_000;
export const ALT_TEXT_CHARACTERS = 2_000;

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const LIST_INDENT = 8;

/** No page states it: chat.postMessage has been seen to answer `msg_blocks_too_long` beyond about this many, over all blocks. */
export const CHARACTERS_IN_ALL_BLOCKS = 13_200;

/** https://docs.slack.dev/apis/web-api/rate-limits */
export const MESSAGES_PER_SECOND = 1;
