/** One table in memory: rows by key, and the keys in order whenever a range asks for it. */
import type { CapacityUnit } from './capacity';
import type { KeySchema } from './key';
import type { Row } from './row';
import type { TableOptions } from './table-options';

export interface TableMeta {
  tableName: string;
  primaryKey?: KeySchema[];
  definedColumn?: { name: string; type: number }[];
}

export interface TableNamed {
  tableName: string;
}

export interface Schema extends TableMeta {
  readonly primaryKey: NonNullable<TableMeta['primaryKey']>;
}

export class Table {
  private readonly rows = new Map<string, Row>();
  private sorted: string[] = [];
  /** Keys that `sorted` does not hold yet, and those that it should no longer hold: a batch of writes costs one sort. */
  private added: string[] = [];
  private readonly removed = new Set<string>();
  private lastNumber = 0n;

  constructor(
    readonly schema: Schema,
    public options: TableOptions,
    public reserved: CapacityUnit,
    readonly createdAt: number,
  ) {}

  get maxVersions(): number {
    return this.options.maxVersions ?? 1;
  }

  get(key: string): Row | undefined {
    return this.rows.get(key);
  }

  /** An undefined row removes what was there. */
  set(key: string, row: Row | undefined): void {
    const known = this.rows.has(key);
    if (row === undefined) {
      if (known) this.removed.add(key);
      this.rows.delete(key);
      return;
    }
    if (!known && !this.removed.delete(key)) this.added.push(key);
    this.rows.set(key, row);
  }

  /** From `from` (inclusive) to `to` (exclusive), downwards when `from` is the greater. */
  *range(from: string, to: string): Generator<Row> {
    const keys = this.keys();
    const step = from <= to ? 1 : -1;
    const start = step === 1 ? firstAtLeast(keys, from) : firstAtLeast(keys, `${from}\0`) - 1;
    for (let i = start; ; i += step) {
      const key = keys[i];
      if (key === undefined || (step === 1 ? key >= to : key <= to)) return;
      const row = this.rows.get(key);
      if (row !== undefined) yield row;
    }
  }

  all(): Row[] {
    return this.keys().flatMap((key) => this.rows.get(key) ?? []);
  }

  /** The next number of an AUTO_INCREMENT key column: it only grows. */
  nextNumber(now: number): bigint {
    const candidate = BigInt(now) * 1000n;
    this.lastNumber = candidate > this.lastNumber ? candidate : this.lastNumber + 1n;
    return this.lastNumber;
  }

  private keys(): string[] {
    if (this.removed.size > 0) {
      this.sorted = this.sorted.filter((key) => !this.removed.has(key));
      this.added = this.added.filter((key) => !this.removed.has(key));
      this.removed.clear();
    }
    if (this.added.length > 0) {
      this.sorted = [...this.sorted, ...this.added.sort()].sort();
      this.added = [];
    }
    return this.sorted;
  }
}

function firstAtLeast(keys: readonly string[], wanted: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
