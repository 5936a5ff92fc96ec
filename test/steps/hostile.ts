/** Text as an attacker, or an unlucky user, would write it. */
import fc from 'fast-check';
import type { Ending, Owed, Waiting } from '../../lib/task';
import { OUTCOMES } from '../../lib/task';
import { DAY, NOW } from '../support/tasks';

const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<@U1>',
  '<!subteam^S1>',
  '<#C1|general>',
  '<http://evil.example|http://example.com>',
  '<https://evil.example>',
  '&lt;!channel&gt;',
  '&amp;',
  '*bold* _italic_ ~gone~ `code` ```more```',
  ':rotating_light:',
  'mailto:a@b.example',
  'javascript:alert(1)',
  'http://',
  'https://[',
  'https://a b',
  '\n\r\t',
  '\u0000\u001B[31m\u0007',
  '\u202Egnp.exe\u202C',
  '\u200B\u2060\uFEFF',
  '\u2028\u2029',
  '\uD800',
  '\uDC00',
  '\uDE00\uD83D',
  '😀',
  '👩‍👩‍👧‍👦',
  'é'.repeat(40),
  '…',
  '\uFFFD',
  '',
  ' ',
];

const piece = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  // Any UTF-16 units: halves of pairs among them.
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

export const hostileText = fc.oneof(
  piece,
  fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('')),
  fc.tuple(piece, fc.integer({ min: 1, max: 400 })).map(([some, times]) => some.repeat(times)),
);

export const hostileUrl = fc.oneof(
  hostileText,
  fc
    .tuple(fc.constantFrom('http://example.com/', 'https://example.com/?a=1&b=', 'HTTPS://', 'ftp://'), hostileText)
    .map(([start, rest]) => start + rest),
);

/** A task's ending keeps three URLs and three reasons at most. */
const hostileEnding: fc.Arbitrary<Ending> = fc.record(
  {
    outcome: fc.constantFrom(...OUTCOMES),
    reasons: fc.array(hostileText, { maxLength: 3 }),
    total: fc.nat(),
    failed: fc.nat(),
    urls: fc.array(hostileUrl, { maxLength: 3 }),
    took: fc.nat({ max: 400 * DAY }),
    before: fc.constantFrom('failed-before' as const, 'fails-again' as const, 'was-fine' as const),
  },
  { requiredKeys: ['outcome', 'reasons', 'total', 'failed', 'urls'] },
);

/** Few different ones, so that some tasks share a submission. */
const hostileSubmission = fc.constantFrom('s1', 's2', 's3', '<!channel>', '\u202E', '');
const hostileKind = fc.oneof(fc.constantFrom('file', 'directory', 'preload', 'Preload', ''), hostileText);
const time = fc.oneof(
  fc.constant(NOW),
  fc.nat({ max: NOW + DAY }),
  fc.integer({ min: NOW - 40 * DAY, max: NOW + DAY }),
);
const hostileId = fc.oneof(fc.stringMatching(/^[1-9]\d{7,11}$/), hostileText);

export const hostileOwed: fc.Arbitrary<Owed> = fc.record(
  {
    state: fc.constant('owed' as const),
    id: hostileId,
    label: hostileText,
    submission: hostileSubmission,
    kind: hostileKind,
    added: time,
    urls: fc.constant([]),
    epoch: fc.constant(0),
    settled: time,
    ending: hostileEnding,
  },
  { requiredKeys: ['state', 'id', 'urls', 'epoch', 'settled', 'ending'] },
);

export const hostileOverdue: fc.Arbitrary<Waiting> = fc.record(
  {
    state: fc.constant('waiting' as const),
    id: hostileId,
    label: hostileText,
    submission: hostileSubmission,
    kind: hostileKind,
    urls: fc.array(hostileUrl),
    added: time,
    epoch: fc.constant(0),
    overdue: fc.constant('owed' as const),
  },
  { requiredKeys: ['state', 'id', 'urls', 'epoch', 'overdue'] },
);
