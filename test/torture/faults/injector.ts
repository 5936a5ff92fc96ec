/** Decides which request, or which row of one, meets a fault, and counts them. */
import type { Fault } from '../../cloud/faults';
import type { Call } from '../../cloud/serve';
import type { Kind, Making, Where } from './kinds';

export interface Chosen {
  readonly where: Where;
  readonly kind: Kind;
  /** So many faults of it at most. */
  readonly most: number;
  /** How many of the requests, or rows, meet it: all; many or all; few or none. */
  readonly strength: keyof typeof SHARES;
}

/** How a kind behaves during one sweep. */
interface Mood {
  readonly chosen: Chosen;
  /** Percent of the requests, or rows, that meet it. */
  readonly share: number;
  /** It begins with this request of the sweep. */
  readonly from: number;
}

/** A kind that never strikes beyond the first request would leave a sweep without anything done. */
const BEGINNINGS = [0, 0, 1, 2, 4, 6, 9] as const;
/** Percent, one of them in each sweep. */
const SHARES = { steady: [100], strong: [40, 100, 100], weak: [0, 0, 10, 20] } as const;

export class Injector {
  readonly injected = new Map<string, number>();
  private moods: Mood[] = [];
  private requests: Record<Where, number> = { cdn: 0, tablestore: 0, slack: 0 };

  constructor(
    private readonly chosen: readonly Chosen[],
    private readonly making: Making,
  ) {}

  get total(): number {
    return [...this.injected.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Whether all that shall be injected was. */
  get isThrough(): boolean {
    return this.chosen.every((chosen) => this.left(chosen) <= 0);
  }

  beginSweep(): void {
    const { random } = this.making;
    this.requests = { cdn: 0, tablestore: 0, slack: 0 };
    this.moods = this.chosen.map((chosen) => ({
      chosen,
      share: random.pick<number>(SHARES[chosen.strength]),
      // The CDN and Slack hear of a sweep at one moment each, Tablestore from its beginning to its end.
      from: chosen.where === 'tablestore' && chosen.strength !== 'steady' ? random.pick(BEGINNINGS) : 0,
    }));
  }

  stop(): void {
    this.moods = [];
  }

  request(where: Where, call: Call): Fault | undefined {
    const number = this.requests[where]++;
    for (const { chosen, share, from } of this.moods) {
      if (chosen.where !== where || number < from || this.left(chosen) <= 0) continue;
      if (!this.making.random.percent(share)) continue;
      const fault = chosen.kind.make?.(call, this.making);
      if (!fault) continue;
      this.count(chosen);
      return fault;
    }
    return undefined;
  }

  row(): NonNullable<Kind['row']> | undefined {
    for (const { chosen, share, from } of this.moods) {
      const { row } = chosen.kind;
      if (!row || this.requests.tablestore <= from || this.left(chosen) <= 0) continue;
      if (!this.making.random.percent(Math.min(50, share))) continue;
      this.count(chosen);
      return row;
    }
    return undefined;
  }

  private left({ kind, most }: Chosen): number {
    return most - (this.injected.get(kind.name) ?? 0);
  }

  private count({ kind }: Chosen): void {
    this.injected.set(kind.name, (this.injected.get(kind.name) ?? 0) + 1);
  }
}
