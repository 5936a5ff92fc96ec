/** Events nobody should send: bytes, texts, JSON of every shape, and requests in which one thing is wrong. */
import fc from 'fast-check';
import { anyJson, anyObject, anyText } from './values';

/** Text, or bytes that need not be any. */
export interface HostileEvent {
  readonly bytes: string | Uint8Array;
  /** What in a good request is not as it was: "refresh.urls". */
  readonly spoilt?: string;
}

/** A good request, as the texts of its values. */
const GOOD = {
  refresh: '{"urls":["http://example.com/a"],"type":"file","force":false,"label":"a"}',
  preload: '{"urls":["http://example.com/b"],"area":"domestic","l2":true,"headers":{"a":"b"},"label":"b"}',
  watch: '["300000001"]',
  label: '"deploy 1.2.3"',
};
const FIELDS = {
  '': Object.keys(GOOD),
  refresh: ['urls', 'type', 'force', 'label'],
  preload: ['urls', 'area', 'l2', 'headers', 'label'],
} as const;

/** A host of letters that differ, which takes long to be written in ASCII. */
const longHost = fc
  .constantFrom(1_000, 200_000)
  .map((letters) => Array.from({ length: letters }, (_, i) => String.fromCharCode(0x4e00 + (i % 20_000))).join(''));
const url = fc.oneof(
  { weight: 5, arbitrary: anyJson },
  { weight: 10, arbitrary: anyText.map((text) => JSON.stringify(`http://example.com/${text}`)) },
  { weight: 5, arbitrary: anyText.map((text) => JSON.stringify(`http://${text}.example.com/`)) },
  { weight: 1, arbitrary: longHost.map((host) => JSON.stringify(`http://${host}.com/`)) },
);
const list = (some: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.array(some, { maxLength: 6 }).map((values) => `[${values.join(',')}]`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...[10_001, 20_000].map((n) => `[${new Array(n).fill('"http://example.com/"')}]`)),
    },
  );

function jsonFor(name: string): fc.Arbitrary<string> {
  if (name === 'urls') return fc.oneof(anyJson, list(url));
  if (name === 'watch') return fc.oneof(anyJson, list(anyJson));
  if (name === 'headers') return fc.oneof(anyJson, anyObject('a', 'constructor', '__proto__'));
  return anyJson;
}

/** One field is something else than it was, or there is one too many. */
const spoilt: fc.Arbitrary<HostileEvent> = fc
  .tuple(fc.constantFrom('' as const, 'refresh' as const, 'preload' as const), fc.boolean())
  .chain(([where, extra]) => fc.tuple(fc.constant(where), extra ? anyText : fc.constantFrom<string>(...FIELDS[where])))
  .chain(([where, name]) => jsonFor(name).map((value) => spoil(where, name, value)));

function spoil(where: keyof typeof FIELDS, name: string, value: string): HostileEvent {
  const put = (object: string) => `${object.slice(0, -1)},${JSON.stringify(name)}:${value}}`;
  const whole = (fields: Readonly<Record<string, string>>) =>
    `{${Object.entries(fields)
      .map(([field, text]) => `"${field}":${text}`)
      .join(',')}}`;
  return where === ''
    ? { bytes: put(whole(GOOD)), spoilt: name }
    : { bytes: whole({ ...GOOD, [where]: put(GOOD[where]) }), spoilt: `${where}.${name}` };
}

const good = `{"watch":${GOOD.watch}}`;

export const events: fc.Arbitrary<HostileEvent> = fc.oneof(
  { weight: 6, arbitrary: spoilt },
  { weight: 2, arbitrary: anyJson.map((bytes) => ({ bytes })) },
  { weight: 2, arbitrary: anyObject('refresh', 'preload', 'watch', 'label', 'check').map((bytes) => ({ bytes })) },
  { weight: 1, arbitrary: anyText.map((bytes) => ({ bytes })) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ bytes })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        '',
        '\uFEFF',
        good,
        `${good}${good}`,
        `${good}\u0000`,
        good.slice(0, -1),
        '{"check":true}',
        '{"check":1}',
      )
      .map((bytes) => ({ bytes })),
  },
);
