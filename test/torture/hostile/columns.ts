/** Rows of the table as a person, or a program gone wrong, could write them. */
import fc from 'fast-check';
import { OUTCOMES } from '../../../lib/task';
import { NOON } from '../../support/world';
import { anyCell, type Cells, integer } from './cells';
import { anyJson, anyObject, anyText, storedText } from './values';

/** Names a column of Tablestore can have. */
const columnName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'list', 'reason', 'columns', 'kind', 'row'),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/),
);

/** Longest ids of the table. Bytes. */
const LONGEST_ID = 1_024;

/** Ids of rows. Some look like those of the healthy tasks. */
export const hostileId = fc
  .oneof(
    anyText,
    fc.stringMatching(/^[1-9]\d{7,11}$/),
    fc.constantFrom(
      '100000009 ',
      ' 100000009',
      '１００００００００９',
      '100000009\u0000',
      '1e8',
      '100000009.0',
      'poll',
    ),
    fc.constantFrom('task-A', 'TASK-A', 'Task-A', 'task-a', 'task-a\u200B', 'a'.repeat(LONGEST_ID)),
  )
  .map((text) => Buffer.from(text).subarray(0, LONGEST_ID).toString().replaceAll('\uFFFD', '?') || '?');

const amount = fc.oneof(
  fc.nat().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  // Too large for JavaScript, which reads it as infinite.
  fc.constant('1e999'),
);
const texts = fc.array(anyText, { maxLength: 6 }).map((some) => JSON.stringify(some));

/** The JSON of an ending, of the right types, as a program would write it that knew nothing of this one's limits. */
const endingText = fc
  .tuple(fc.constantFrom(...OUTCOMES), texts, amount, amount, texts, amount)
  .map(
    ([outcome, reasons, total, failed, urls, took]) =>
      `{"outcome":"${outcome}","reasons":${reasons},"total":${total},"failed":${failed},"urls":${urls},"took":${took}}`,
  );
const ending = fc.oneof(
  { weight: 2, arbitrary: endingText },
  anyObject('outcome', 'reasons', 'total', 'failed', 'urls', 'took', 'before').map((text) => text.toWellFormed()),
  anyJson.map((text) => text.toWellFormed()),
);

const word = <T extends string>(...words: T[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, storedText);

const plausible = {
  state: word('waiting', 'owed'),
  label: storedText,
  submission: word('s1', 's2'),
  kind: storedText,
  urls: fc.array(storedText, { maxLength: 5 }).map((urls) => urls.join('\n')),
  added: integer,
  epoch: integer,
  absent_since: integer,
  overdue: word('owed', 'told'),
  settled: integer,
  told: word('channel', 'failures', 'failures,channel'),
  ending,
};

const anyCells: fc.Arbitrary<Cells> = fc.uniqueArray(
  fc.tuple(fc.oneof(fc.constantFrom(...Object.keys(plausible)), columnName), anyCell),
  { selector: ([name]) => name, maxLength: 6 },
);
const plausibleCells: fc.Arbitrary<Cells> = fc
  .record(plausible, { requiredKeys: [] })
  .map((columns) => Object.entries(columns) as Cells);
/** It has ended and waits to be told. */
const owedCells: fc.Arbitrary<Cells> = fc
  .record(
    {
      ...plausible,
      state: fc.constant('owed'),
      settled: fc.constantFrom(0n, BigInt(NOON), BigInt(NOON) * 1000n),
      epoch: fc.constant(1n),
      ending: endingText,
    },
    { requiredKeys: ['state', 'settled', 'ending', 'epoch'] },
  )
  .map((columns) => Object.entries(columns) as Cells);

export const hostileCells = fc.oneof(anyCells, plausibleCells, owedCells);

/** What every sweep reads and leaves to the next. */
export const leaseCells: fc.Arbitrary<Cells> = fc
  .record(
    {
      owner: anyCell,
      epoch: anyCell,
      until: anyCell,
      cursor: anyCell,
      asked: anyCell,
      quiet_until: anyCell,
      quiet_until_failures: anyCell,
      fault: anyCell,
      fault_told: anyCell,
      urls: anyCell,
    },
    { requiredKeys: [] },
  )
  .map((columns) => Object.entries(columns));
