/** Hostile replies of the CDN: parsed as the CDN's package parses them, read by the real reader, and swept. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { createCdn } from '../../../lib/edges/cdn';
import type { CdnClient } from '../../../lib/edges/cdn-client';
import { classify } from '../../../lib/edges/cdn-errors';
import { MemoryList } from '../../support/memory-list';
import { waiting } from '../../support/world';
import { broken, entries, replyText, WATCHED } from './reply-texts';
import { type Found, search, type Wrong } from './search';
import { neighbours, settings, sweepAll } from './sweeps';
import { anyJson } from './values';

/** The parser inside pop-core: it makes objects without a prototype, and objects of long numbers. */
const { parse } = createRequire(createRequire(import.meta.url).resolve('@alicloud/pop-core'))('json-bigint') as {
  parse(text: string): unknown;
};

/** Sweeps in which the CDN gives no reply worth the name. */
const BROKEN_SWEEPS = 2;

export const replies = fc.record({
  neighbours,
  watched: fc.subarray(WATCHED),
  entries,
  /** What the first sweeps get in place of replies, in turn; with none they get the reply too. */
  broken: fc.array(broken, { maxLength: 3 }),
  shape: fc.constantFrom('flat' as const, 'nested' as const),
  asNumbers: fc.boolean(),
  odd: anyJson.map((text) => (isReadable(text) ? text : 'null')),
  settings,
});
export type Replies = typeof replies extends fc.Arbitrary<infer T> ? T : never;

export function hostileReplies(seed: number, numRuns: number): Promise<Found> {
  return search('replies', replies, judge, { seed, numRuns });
}

function judge(example: Replies): Promise<Wrong> {
  const { neighbours: healthy, watched, settings: how } = example;
  const list = new MemoryList();
  for (const { id, submission } of healthy)
    list.pending.set(id, waiting(id, submission === undefined ? {} : { submission }));
  for (const id of watched) list.pending.set(id, waiting(id, { submission: 's1' }));
  const texts = answers(example);
  const cdnOf = (_: unknown, sweep: number) => createCdn(clientOf((ids) => texts(sweep, ids)));
  return sweepAll(list, cdnOf, { neighbours: healthy, hostile: watched }, how);
}

/** What the CDN answers in a sweep to a call about these ids. */
export function answers(example: Replies): (sweep: number, ids: readonly string[]) => string {
  let turn = 0;
  return (sweep, ids) => {
    const text = sweep < BROKEN_SWEEPS ? example.broken[turn++ % Math.max(1, example.broken.length)] : undefined;
    if (text !== undefined) return text;
    const asked = example.neighbours.filter(({ id }) => ids.includes(id));
    const whole = replyText(example.shape, example.entries, asked, example);
    // Some names the package's parser throws on: with them the answer is none, which the broken ones are for.
    return isReadable(whole) ? whole : replyText(example.shape, example.entries.filter(isReadable), asked, example);
  };
}

function clientOf(answer: (ids: readonly string[]) => string): CdnClient {
  return {
    async call(_, { TaskId = '' }) {
      const text = answer(TaskId.split(','));
      try {
        return parse(text);
      } catch (error) {
        throw classify(error, { accessKeyId: '', accessKeySecret: '' });
      }
    },
  };
}

function isReadable(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
