import { describe, expect, test } from 'vitest';
import type { Value } from '../tablestore/value';
import { pageState, type ShownRow } from './state';

const NOW = Date.UTC(2026, 10, 23, 14, 52);
const MINUTE = 60_000;

const ending = (outcome: string) =>
  JSON.stringify({ outcome, reasons: [], total: 1, failed: 0, urls: ['http://a.example/'], took: MINUTE });
const shown = (...rows: Record<string, Value>[]) => pageState([], rows, NOW).rows;

describe('a row', () => {
  const cases: readonly (readonly [string, Record<string, Value>, ShownRow])[] = [
    [
      'of nothing but a key waits',
      { list: 'pending', id: '1' },
      { group: 'pending', id: '1', urls: [], state: 'waiting' },
    ],
    [
      'that waits counts from when it was added',
      { list: 'pending', id: '1', added: BigInt(NOW), label: 'deploy', urls: 'http://a.example/' },
      { group: 'pending', id: '1', label: 'deploy', urls: ['http://a.example/'], state: 'waiting', since: NOW },
    ],
    [
      'that takes too long says so',
      { list: 'pending', id: '1', overdue: 'told' },
      { group: 'pending', id: '1', urls: [], state: 'overdue' },
    ],
    [
      'that is settled and not told is owed',
      { list: 'pending', id: '1', state: 'owed', settled: BigInt(NOW), ending: ending('failed') },
      { group: 'owed', id: '1', urls: ['http://a.example/'], state: 'failed', took: MINUTE },
    ],
    [
      'that is told says when',
      { list: 'done', id: '1', settled: BigInt(NOW), announced: BigInt(NOW), ending: ending('complete') },
      { group: 'done', id: '1', urls: ['http://a.example/'], state: 'complete', took: MINUTE, told: NOW },
    ],
    [
      'that is dead says why',
      { list: 'dead', id: '1', reason: 'column added is not an integer', row: '{}' },
      { group: 'dead', id: '1', urls: [], state: 'column added is not an integer' },
    ],
    [
      'that nobody can read says why',
      { list: 'pending', id: '1', added: 'yesterday' },
      { group: 'pending', id: '1', urls: [], state: 'column added is not an integer' },
    ],
    [
      'with marks that turn the reading direction loses them',
      { list: 'pending', id: '1', label: 'a\u202Eb' },
      { group: 'pending', id: '1', label: 'a b', urls: [], state: 'waiting' },
    ],
  ];
  test.each(cases)('%s', (_what, row, expected) => {
    expect(shown(row)).toEqual([expected]);
  });
});

test('lease and journal are not shown', () => {
  expect(shown({ list: 'lease', id: 'poll' }, { list: 'submission', id: 's' })).toEqual([]);
});

test('what a person has to look at comes before what is done, and of that the latest first', () => {
  const done = (id: string, announced: number): Record<string, Value> => ({
    list: 'done',
    id,
    settled: BigInt(NOW),
    announced: BigInt(announced),
    ending: ending('complete'),
  });
  const rows = shown(done('1', NOW), done('2', NOW + 1), { list: 'dead', id: '3' }, { list: 'pending', id: '4' });
  expect(rows.map(({ id }) => id)).toEqual(['4', '3', '2', '1']);
});

test('however much there is, the state stays small and says how much it leaves out', () => {
  const rows = Array.from({ length: 1_000 }, (_, i) => ({ list: 'pending', id: String(i) }));
  const messages = Array.from({ length: 60 }, (_, at) => ({ at, payload: { text: String(at) } }));
  const state = pageState(messages, rows, NOW);
  expect([state.rows.length, state.counts.pending]).toEqual([300, 1_000]);
  expect([state.messages.length, state.earlier, state.messages.at(-1)?.id]).toEqual([50, 10, '59-59']);
});
