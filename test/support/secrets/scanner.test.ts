/** What the scanner must find, in whatever form, and what it must leave alone. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CdnError } from '../../../lib/errors';
import { createScanner, type Kind, type Scanner } from './scanner';

const ID = 'LTAI5tScannedKeyId0001';
const SECRET = 'Qm9yZWQgb2Yg+2VzdA/kZXlz9';
const TOKEN = 'CAISuwJ1q6Ft5B2y+/fSjIr5DvbBlbBE2bqhd3PQZlIbqbHK=';
const SIGNATURE = 'uRpHwaSEt3J+6KQD//svCh/x+pI=';
const WEBHOOK = 'T0A1B2C3D/B4E5F6G7H/aPathThatNobodyKnows42';
const SHORT = 'TestKeyId';
const SECRETS: readonly (readonly [Kind, string])[] = [
  ['access key id', ID],
  ['access key secret', SECRET],
  ['security token', TOKEN],
  ['signature', SIGNATURE],
  ['webhook', WEBHOOK],
  ['access key id', SHORT],
];

let scanner: Scanner;
beforeEach(() => {
  scanner = createScanner();
  for (const [kind, secret] of SECRETS) scanner.watch(kind, secret);
});

const kindsIn = (value: unknown) => scanner.scan('a test', value).map(({ kind }) => kind);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const percentOf = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

describe('a secret is found', () => {
  const FORMS: readonly (readonly [string, (secret: string) => unknown])[] = [
    ['alone', (secret) => secret],
    ['in a sentence', (secret) => `the key ${secret}, it says`],
    ['in a URL', (secret) => `https://example.com/a?x=${encodeURIComponent(secret)}&y=2`],
    ['encoded for a URL twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
    ['encoded in small letters, needed or not', (secret) => percentOf(secret)],
    ['in JSON', (secret) => JSON.stringify({ text: `\n${secret}\t` })],
    ['in JSON in JSON', (secret) => JSON.stringify(JSON.stringify([`"${secret}"`]))],
    ['in JSON with slashes escaped, as PHP does', (secret) => JSON.stringify(secret).replaceAll('/', '\\/')],
    [
      'in JSON with signs escaped, as Go does',
      (secret) => JSON.stringify(secret).replace(/[+=/]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    ],
    ['encoded for a URL in JSON', (secret) => JSON.stringify({ body: `"${encodeURIComponent(secret)}"` })],
    ['in base64', (secret) => base64(secret)],
    ['in base64 behind one letter', (secret) => base64(`a${secret}b`)],
    ['in base64 behind two letters', (secret) => base64(`ab${secret}c`)],
    ['in base64 for URLs', (secret) => Buffer.from(`key: ${secret}?`).toString('base64url')],
    ['in base64 in a URL', (secret) => encodeURIComponent(base64(`FC ${secret}:x`))],
    ['as bytes', (secret) => Buffer.from(`\0\x01${secret}\xff`)],
    ['as the JSON of bytes', (secret) => JSON.stringify({ body: Buffer.from(secret) })],
    ['as the shown JSON of bytes', (secret) => JSON.stringify(Buffer.from(secret), null, 2)],
    ['deep in an object', (secret) => ({ a: [{ b: new Map([['c', new Set([secret])]]) }] })],
    ['as a name in an object', (secret) => ({ [secret]: 1 })],
    ['as a symbol', (secret) => ({ [Symbol(secret)]: 1 })],
    ['in a URL object', (secret) => new URL(`https://example.com/${encodeURIComponent(secret)}`)],
    ['in parameters', (secret) => new URLSearchParams({ x: secret })],
    ['in headers', (secret) => new Headers({ authorization: `FC x:${secret}` })],
    ['in a typed array', (secret) => new Uint8Array(Buffer.from(secret))],
    ['in the message of an error', (secret) => new Error(`no ${secret}`)],
    ['in the cause of an error', (secret) => new Error('no', { cause: { body: secret } })],
    ['in a field of an error', (secret) => Object.assign(new CdnError('unclear', 'X', 'no'), { data: { secret } })],
    ['in a hidden field of an error', (secret) => Object.defineProperty(new Error('no'), 'entry', { value: secret })],
    ['in the stack of an error', (secret) => Object.assign(new Error('no'), { stack: `at f (${secret})` })],
    ['in one of many errors', (secret) => new AggregateError([new Error('a'), new Error(secret)])],
    [
      'behind a getter',
      (secret) => ({
        get text() {
          return secret;
        },
      }),
    ],
    [
      'beside a getter that throws',
      (secret) => ({
        get a() {
          throw new Error();
        },
        secret,
      }),
    ],
    ['in what inspect shows', (secret) => inspect({ a: { b: [secret] } })],
  ];

  it.each(FORMS)('%s', (_, write) => {
    for (const [kind, secret] of SECRETS) expect(kindsIn(write(secret))).toContain(kind);
  });

  it.each(SECRETS.filter(([, secret]) => secret !== SHORT))('when 12 of its letters are left: %s', (kind, secret) => {
    for (let from = 0; from + 12 <= secret.length; from++) {
      expect(kindsIn(`…${secret.slice(from, from + 12)}…`)).toEqual([kind]);
    }
    expect(kindsIn(`${secret.slice(0, 20)}…`)).toEqual([kind]);
    expect(kindsIn(base64(`…${secret.slice(1, 17)}…`))).toEqual([kind]);
  });

  it('wherever it stands in any text, and in a value that holds itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...SECRETS), (a, b, [kind, secret]) => {
        const value: Record<string, unknown> = { text: `${a}${secret}${b}` };
        value.self = value;
        expect(kindsIn(value)).toContain(kind);
      }),
    );
  });

  it('with the place it stands in', () => {
    const error = new Error('no', { cause: new Error(`no ${ID}`) });
    expect(scanner.scan('an error', { error }).map(({ at }) => at)).toEqual(
      expect.arrayContaining(['.error.cause.message', '.error.cause.stack']),
    );
    expect(scanner.scan('a row', { [ID]: { deep: SECRET } }).map(({ at }) => at)).toEqual([
      ', a name',
      `.${'█'.repeat(ID.length)}.deep`,
    ]);
  });
});

describe('left alone is', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a number', 15704222904],
    ['what has no text', [null, true, 1n, new Date(0), () => 1, NaN]],
    ['a sentence', 'The credentials are not valid: check the role that is set for the function.'],
    ['the name of a secret', 'AccessKeyId, Signature=, SecurityToken, SLACK_WEBHOOK_URL, x-ots-signature'],
    ['11 letters of a secret', `${SECRET.slice(3, 14)} ${TOKEN.slice(0, 11)} ${SIGNATURE.slice(-11)}`],
    ['a part of a short secret', SHORT.slice(1)],
    ['a secret in other letters', ID.toUpperCase()],
    ['the host of the webhook', 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'],
    ['another signature', 'Signature=nM2ZKYqk8e2H4ciq8aN9LJ0j0mQ%3D'],
    ['a digest of a secret', Buffer.from(SECRET).toString('hex')],
    ['JSON with many numbers', JSON.stringify({ counts: Array.from({ length: 300 }, (_, i) => i) })],
    ['half an encoding', '100% of %zz and %2 \\u00 \\'],
  ])('%s', (_, value) => {
    expect(scanner.scan('a test', value)).toEqual([]);
  });

  it('any text that nobody put a secret in', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(scanner.scan('a test', value)).toEqual([]);
      }),
    );
  });

  it.each([undefined, '', 'secret', 'wrong', 'x', '1234567'])('what is too short to be a secret: %s', (secret) => {
    scanner.watch('access key secret', secret);
    expect(scanner.scan('a test', `the ${secret} of x, 12345678`)).toEqual([]);
  });
});

describe('what is said of a leak', () => {
  it('names kind, outlet and place, and blacks the secret out', () => {
    expect(scanner.scan('a log line', { message: `key ${ID}, token ${TOKEN}.` })).toEqual([
      expect.objectContaining({ kind: 'access key id', outlet: 'a log line', at: '.message' }),
      expect.objectContaining({ kind: 'security token', text: `key ${'█'.repeat(22)}, token ${'█'.repeat(49)}.` }),
    ]);
  });

  it.each<[string, (secret: string) => string]>([
    ['as it is', (secret) => secret],
    ['encoded', encodeURIComponent],
    ['in JSON', (secret) => JSON.stringify(JSON.stringify(secret))],
    ['in base64', base64],
    ['cut off', (secret) => secret.slice(0, -3)],
  ])('shows no secret that stands there %s, nor one beside it', (_, write) => {
    const all = SECRETS.map(([, secret]) => `${write(secret)} `).join('x'.repeat(80));
    const shown = scanner.scan('a test', `${write(SECRET)}${all}`);
    expect(shown.length).toBeGreaterThanOrEqual(4);
    expect(scanner.scan('what is shown', shown)).toEqual([]);
    for (const { text } of shown) expect(text).toContain('████');
  });

  it('is short, however long the text', () => {
    const [leak] = scanner.scan('a test', `${'a '.repeat(5_000)}${ID}${' b'.repeat(5_000)}`);
    expect(leak?.text).toMatch(/^…(a ){30}█{22}( b){20,30}…$/);
  });
});

it('finds a secret among thousands of them in a text of 10 MB, in little time', () => {
  for (let i = 0; i < 3_000; i++) scanner.watch('signature', base64(String(i * 7_919).padStart(20, '0')));
  const text = 'http://www.example.com/assets/images/a.jpg failed: OriginTimeout\n'.repeat(160_000);
  const began = performance.now();
  expect(kindsIn(`${text}${SIGNATURE}`)).toEqual(['signature']);
  expect(performance.now() - began).toBeLessThan(3_000);
});
