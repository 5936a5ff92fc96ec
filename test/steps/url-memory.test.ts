/** What is remembered of URLs that failed, from sweep to sweep. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../lib/ports';
import { recallAll } from '../../lib/steps/url-memory';
import { OUTCOMES, type Outcome, type Owed } from '../../lib/task';
import { owed, waiting } from '../support/tasks';
import { hostileText, hostileUrl } from './hostile';

const A = 'https://www.example.com/a.js';
const B = 'https://www.example.com/b.js';

/** A unit of Tablestore's bill. */
const ONE_UNIT = 4_096;

const ended = (outcome: Outcome, ...urls: string[]): Change<Owed> => ({
  before: waiting(),
  after: owed({}, { outcome, urls }),
});

/** One sweep after the other, each with the memory of the one before; what it says of each task. */
function sweeps(...settled: Change<Owed>[][]) {
  let memory: string | undefined;
  return settled.map((changes) => {
    const recalled = recallAll(changes, memory);
    memory = recalled.memory;
    return recalled.settled.map(({ after }) => after.ending.before);
  });
}

/** Fails so many URLs, each in a task of its own, those before the others in sweeps of their own. */
const failMany = (count: number, memory?: string) =>
  recallAll(
    Array.from({ length: count }, (_, i) => ended('failed', `https://www.example.com/${i}`)),
    memory,
  ).memory;

describe('a URL', () => {
  test.each<[string, Change<Owed>[], (string | undefined)[]]>([
    ['that never failed is nothing to speak of', [ended('complete', A), ended('complete', A)], [undefined, undefined]],
    ['that fails for the first time is not said to do so', [ended('failed', A)], [undefined]],
    ['that failed once and is fine', [ended('failed', A), ended('complete', A)], [undefined, 'failed-before']],
    ['that fails again', [ended('failed', A), ended('failed', A)], [undefined, 'fails-again']],
    [
      'that failed, was fine, and fails again',
      [ended('failed', A), ended('complete', A), ended('failed', A)],
      [undefined, 'failed-before', 'was-fine'],
    ],
    [
      'that failed long ago and was fine since is nothing to speak of',
      [ended('failed', A), ended('complete', A), ended('complete', A)],
      [undefined, 'failed-before', undefined],
    ],
    [
      'that failed, was fine, failed, and is fine',
      [ended('failed', A), ended('complete', A), ended('failed', A), ended('complete', A)],
      [undefined, 'failed-before', 'was-fine', 'failed-before'],
    ],
    [
      'says nothing of another',
      [ended('failed', A), ended('failed', B), ended('complete', B)],
      [undefined, undefined, 'failed-before'],
    ],
    ['is one whatever else its task had', [ended('failed', A, B), ended('complete', B)], [undefined, 'failed-before']],
    [
      'speaks for its task, though others have no past',
      [ended('failed', B), ended('failed', A, B)],
      [undefined, 'fails-again'],
    ],
    ...(['missing', 'expired', 'rejected'] as const).flatMap(
      (outcome): [string, Change<Owed>[], (string | undefined)[]][] => [
        [`whose task is ${outcome} has no new past`, [ended(outcome, A), ended('complete', A)], [undefined, undefined]],
        [
          `whose task is ${outcome} keeps the past it had, and says nothing of it`,
          [ended('failed', A), ended(outcome, A), ended('complete', A)],
          [undefined, undefined, 'failed-before'],
        ],
      ],
    ),
  ])('%s', (_why, tasks, said) => {
    expect(sweeps(...tasks.map((each) => [each])).flat()).toEqual(said);
    // The same when all of it comes in one sweep.
    expect(sweeps(tasks).flat()).toEqual(said);
  });
});

describe('the memory', () => {
  test('is none while nothing failed', () => {
    expect(recallAll([], undefined).memory).toBeUndefined();
    expect(recallAll([ended('complete', A)], undefined).memory).toBeUndefined();
  });

  test('is as it was when nothing ended', () => {
    const { memory } = recallAll([ended('failed', A), ended('failed', B)], undefined);
    expect(recallAll([], memory).memory).toBe(memory);
  });

  test('holds no URL in readable form', () => {
    expect(failMany(3)).not.toContain('example');
  });

  test('keeps 200 URLs and stays below 4 KB', () => {
    const memory = failMany(1_000);
    expect(memory?.length).toBeLessThan(ONE_UNIT);
    expect(failMany(200)?.length).toBe(memory?.length);
    expect(failMany(199)?.length).toBeLessThan(memory?.length ?? 0);
  });

  test.each<[number, string | undefined]>([
    [0, undefined],
    [50, 'failed-before'],
    [249, 'failed-before'],
  ])('of 250 failures, forgets the oldest first: number %i is said to have been "%s"', (i, before) => {
    const { settled } = recallAll([ended('complete', `https://www.example.com/${i}`)], failMany(250));
    expect(settled[0]?.after.ending.before).toBe(before);
  });

  test('keeps a URL that failed again as if it were new', () => {
    const first = recallAll([ended('failed', A)], undefined).memory;
    const full = failMany(199, first);
    const again = recallAll([ended('failed', A)], full).memory;
    const more = recallAll([ended('failed', B)], again).memory;
    expect(recallAll([ended('complete', A)], more).settled[0]?.after.ending.before).toBe('failed-before');
  });

  test.each<[string, (memory: string) => string]>([
    ['words before it', (memory) => `spoilt ${memory}`],
    ['words behind it', (memory) => `${memory} spoilt`],
    ['an unfinished end', (memory) => `${memory}abcdef`],
    ['line breaks between', (memory) => `\n${memory}\n`],
  ])('is read as far as it goes: %s', (_why, spoil) => {
    const { memory = '' } = recallAll([ended('failed', A)], undefined);
    expect(recallAll([ended('complete', A)], spoil(memory)).settled[0]?.after.ending.before).toBe('failed-before');
  });

  test.each(['', '!', '++++', 'null', '{}', 'x'.repeat(100_000), '!+'.repeat(50_000)])(
    'is empty when nothing in it can be read',
    (text) => {
      expect(recallAll([], text).memory).toBeUndefined();
    },
  );

  test('is small and can be read, whatever it was and whatever ended', () => {
    const some = fc.array(fc.tuple(fc.constantFrom(...OUTCOMES), fc.array(hostileUrl, { maxLength: 3 })));
    fc.assert(
      fc.property(some, hostileText, (tasks, memory) => {
        const changes = tasks.map(([outcome, urls]) => ended(outcome, ...urls));
        const recalled = recallAll(changes, memory);
        expect(recalled.memory ?? '').toMatch(/^(?:[\w-]{12}[+!]){0,200}$/);
        expect(recalled.settled).toHaveLength(changes.length);
        recalled.settled.forEach(({ before, after }, i) => {
          const { before: _said, ...ending } = after.ending;
          expect({ before, after: { ...after, ending } }).toEqual(changes[i]);
        });
      }),
    );
  });
});
