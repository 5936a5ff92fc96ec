/** Which tasks were recorded as told by which message. */
import type { Outcome } from '../../../lib/task';
import type { MemoryList } from '../../support/memory-list';
import type { Reading } from './news';

export type Kind = keyof Reading['counted'];

export function kindOf(outcome: Outcome): Kind {
  return outcome === 'complete' ? 'complete' : 'problems';
}

export class Records {
  private readonly byDigest = new Map<string, Map<string, Kind>>();

  constructor(private readonly done: MemoryList['done']) {
    const set = done.set.bind(done);
    done.set = (id, row) => {
      this.byDigest.get(done.get(id)?.digest ?? '')?.delete(id);
      const ids = this.byDigest.get(row.digest) ?? new Map<string, Kind>();
      this.byDigest.set(row.digest, ids.set(id, kindOf(row.ending.outcome)));
      return set(id, row);
    };
  }

  has(id: string): boolean {
    return this.done.has(id);
  }

  outcomeOf(id: string): Outcome | undefined {
    return this.done.get(id)?.ending.outcome;
  }

  digestOf(id: string): string | undefined {
    return this.done.get(id)?.digest;
  }

  /** How many more tasks were recorded with this message than it names and counts; below 0 when some were not recorded. */
  surplus({ digest, news, counted }: Reading, kind: Kind): number {
    const ids = new Map(this.byDigest.get(digest));
    for (const { id } of news) ids.delete(id);
    return [...ids.values()].filter((one) => one === kind).length - counted[kind];
  }
}
