/** Values as nobody should send them: text of any letters and any length, numbers at their ends, JSON of every shape. */
import fc from 'fast-check';
import { hostileText } from '../../steps/hostile';

/** Names that mean something to JavaScript, and words that other programs write where they had nothing to write. */
const WORDS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'then',
  'undefined',
  'null',
  'NaN',
  'true',
  '0',
  '-0',
  '1e999',
  '[object Object]',
];

/** What long texts are made of. */
const GRAINS = [
  'a',
  '\u0000',
  'é',
  'e\u0301',
  '中',
  '😀',
  '👩‍👩‍👧‍👦',
  '\u202E',
  '\uD800',
  ' ',
  '\n',
  '<!channel> ',
  'http://example.com/\n',
  '&amp;',
  '{"a":',
];

/** Up to a few hundred KB. Short ones are so much quicker that most are short. */
const longText = fc
  .tuple(
    // One letter more before them: what is cut off at an even place cuts a pair in two.
    fc.constantFrom('', 'x'),
    fc.constantFrom(...GRAINS),
    fc.constantFrom(350, 1_100, 1_600, 4_000, 4_000, 20_000, 20_000, 300_000),
  )
  .map(([first, grain, units]) => first + grain.repeat(Math.ceil(units / grain.length)));

export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: hostileText },
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: longText },
);

/** As a table or a connection gives it back: UTF-8 has no halves of pairs. */
export const storedText = anyText.map((text) => text.toWellFormed());

/** Numbers as a program would hardly write them; every JSON parser takes them. */
const NUMBERS = [
  '-0',
  '1E3',
  '0.1e-9999',
  '9007199254740993',
  '-9223372036854775808',
  '123456789012345678901234567890',
  '1.00000000000000000001',
  '1.00000000000000e-9999',
  '1e308',
];

/** Values that are no strings, and objects that look like something they are not. */
const ODD = [
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '[[]]',
  '{"toString":1,"valueOf":1}',
  '{"toFixed":"1"}',
  '{"toJSON":1}',
  '{"length":3}',
  '{"then":"x"}',
  '{"":""}',
  '"\\ud800"',
  '"\\u0000"',
];

/** JavaScript's own names as keys. The parser of the CDN's package throws on some of them. */
const POISONED = ['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '[{"__proto__":null}]'];

const deepJson = fc
  .tuple(fc.constantFrom('[', '{"a":'), fc.constantFrom(3, 100, 1_500))
  .map(([open, depth]) => `${open.repeat(depth)}0${(open === '[' ? ']' : '}').repeat(depth)}`);

/** The text of a JSON value. */
export const anyJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: anyText.map((text) => JSON.stringify(text)) },
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS, ...ODD) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3, stringUnit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom(...POISONED) },
  { weight: 1, arbitrary: deepJson },
);

/** A JSON object in which these names hold what they like; each may be missing. */
export function anyObject(...names: readonly string[]): fc.Arbitrary<string> {
  const field = fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, anyText), anyJson);
  return fc
    .array(field, { maxLength: names.length + 1 })
    .map((fields) => `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`);
}
