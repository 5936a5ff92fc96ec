/** Checks a message against Slack's limits. */
import * as v from 'valibot';
import { block } from './blocks';
import { ATTACHMENTS_A_MESSAGE, BLOCKS_A_MESSAGE, CHARACTERS_IN_ALL_BLOCKS, TEXT_CHARACTERS } from './limits';
import { blocksOf, objectsIn } from './walk';

export type PayloadError =
  | 'invalid_payload'
  | 'no_text'
  | 'msg_too_long'
  | 'too_many_attachments'
  | 'invalid_blocks_format'
  | 'invalid_blocks'
  | 'msg_blocks_too_long';

export interface Violation {
  /** What the webhook would answer. */
  readonly error: PayloadError;
  readonly what: string;
}

/** One line a fault, with its place in the message; empty when Slack would take it. */
export function violations(payload: unknown): string[] {
  return findings(payload).map(({ error, what }) => `${error}: ${what}`);
}

export function findings(payload: unknown): Violation[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return [{ error: 'invalid_payload', what: 'a message is a JSON object' }];
  }
  const { issues = [] } = v.safeParse(message, payload);
  const found = issues.map((issue) => ({ error: errorFor(issue), what: described(issue) }));
  if (isBlank(payload)) found.push({ error: 'no_text', what: 'neither text nor blocks nor attachments' });
  const characters = charactersInBlocks(payload);
  if (characters > CHARACTERS_IN_ALL_BLOCKS) {
    const what = `${characters} characters in all blocks, at most ${CHARACTERS_IN_ALL_BLOCKS}`;
    found.push({ error: 'msg_blocks_too_long', what });
  }
  return found;
}

const blocks = v.optional(v.pipe(v.array(block), v.maxLength(BLOCKS_A_MESSAGE)));

const message = v.looseObject({
  text: v.optional(v.pipe(v.string(), v.maxLength(TEXT_CHARACTERS))),
  blocks,
  attachments: v.optional(
    v.pipe(v.array(v.looseObject({ text: v.optional(v.string()), blocks })), v.maxLength(ATTACHMENTS_A_MESSAGE)),
  ),
});

function errorFor(issue: v.BaseIssue<unknown>): PayloadError {
  const tooMuch = issue.type === 'max_length';
  switch (v.getDotPath(issue)) {
    case 'text':
      return tooMuch ? 'msg_too_long' : 'invalid_payload';
    case 'attachments':
      return tooMuch ? 'too_many_attachments' : 'invalid_payload';
    case 'blocks':
      return tooMuch ? 'invalid_blocks' : 'invalid_blocks_format';
    default:
      return 'invalid_blocks';
  }
}

function described(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'message'}: ${issue.message}`;
}

function isBlank(payload: object): boolean {
  return ['text', 'blocks', 'attachments'].every((name) => {
    const value: unknown = Reflect.get(payload, name);
    return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  });
}

/** Everything a person could read or follow: texts and addresses. */
function charactersInBlocks(payload: unknown): number {
  const texts = [...objectsIn(blocksOf(payload))].flatMap((part) => [part.text, part.url]);
  return texts.reduce((sum: number, text) => sum + (typeof text === 'string' ? text.length : 0), 0);
}
