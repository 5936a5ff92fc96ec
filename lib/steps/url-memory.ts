/**
 * What is remembered of URLs that failed once: whether the last task with it failed too. It is one short text in the lease
 * row, which every sweep reads and writes anyway.
 */
import { createHash } from 'node:crypto';
import type { Change } from '../ports';
import type { Ending, Owed } from '../task';

/** URLs remembered; the longest forgotten go first. The text stays below 4 KB, one unit of Tablestore's bill. */
const REMEMBERED = 200;

/** The last task with this URL failed, or was fine after one that failed. */
type Past = 'failed' | 'fine';
type Memory = ReadonlyMap<string, Past>;

/**
 * Tells of each settled task what became of its URLs before, and remembers how it ended.
 * @param memory as the last sweep left it
 * @returns the tasks, with `before` where there is something to say, and the memory of the next sweep
 */
export function recallAll(
  settled: readonly Change<Owed>[],
  memory: string | undefined,
): { readonly settled: readonly Change<Owed>[]; readonly memory: string | undefined } {
  const known = new Map(read(memory));
  return {
    settled: settled.map((change) => ({ ...change, after: recall(change.after, known) })),
    memory: write(known),
  };
}

function recall(task: Owed, known: Map<string, Past>): Owed {
  const { outcome, urls } = task.ending;
  if (outcome !== 'complete' && outcome !== 'failed') return task;
  const before = urls.map((url) => whatWas(known, url, outcome)).find((word) => word !== undefined);
  for (const url of urls) remember(known, url, outcome);
  return before === undefined ? task : { ...task, ending: { ...task.ending, before } };
}

function whatWas(known: Memory, url: string, outcome: 'complete' | 'failed'): Ending['before'] {
  const past = known.get(keyOf(url));
  if (past === 'failed') return outcome === 'complete' ? 'failed-before' : 'fails-again';
  return past === 'fine' && outcome === 'failed' ? 'was-fine' : undefined;
}

/** A URL that never failed is not worth remembering. */
function remember(known: Map<string, Past>, url: string, outcome: 'complete' | 'failed'): void {
  const key = keyOf(url);
  if (outcome === 'complete' && !known.has(key)) return;
  // Put at the end: those at the beginning are forgotten first.
  known.delete(key);
  known.set(key, outcome === 'failed' ? 'failed' : 'fine');
}

/** Enough of a hash that two URLs of one site are not taken for one. */
function keyOf(url: string): string {
  return createHash('sha256').update(url).digest('base64url').slice(0, 12);
}

/** A text that was spoilt by hand is read as far as it goes. */
function read(memory: string | undefined): [string, Past][] {
  return [...(memory ?? '').matchAll(/([\w-]{12})([+!])/g)].map(([, key, mark]) => [
    String(key),
    mark === '!' ? 'failed' : 'fine',
  ]);
}

function write(known: Memory): string | undefined {
  const kept = [...known].slice(-REMEMBERED).map(([key, past]) => `${key}${past === 'failed' ? '!' : '+'}`);
  return kept.length > 0 ? kept.join('') : undefined;
}
