/** The list in memory: the same promises as the one in Tablestore, kept honest by the contract suite. */
import { TablestoreError } from '../../lib/errors';
import type { Change, Lease, Page, Quiet, Saved, TaskList, Unreadable } from '../../lib/ports';
import { FAR_AHEAD } from '../../lib/steps/lease';
import { NOTHING_TOLD, sum } from '../../lib/steps/tally';
import type { Owed, Tally, Task } from '../../lib/task';

/** Makes one request to the service: it takes effect when `effect` is called. */
export type Request = <T>(name: string, effect: () => T) => Promise<T>;

export interface MemoryListOptions {
  readonly pageSize?: number;
  /** Rows of one request to write or to look up. */
  readonly batchSize?: number;
  /** The service's clock, ms since 1970. Without one it tells no time. */
  readonly now?: () => number;
  /** What a row is read as that was written like this. Default: the same. */
  readonly reread?: (row: Task | Unreadable) => Task | Unreadable;
}

/** The rows, whoever looks at them. */
class Rows {
  readonly pending = new Map<string, Task | Unreadable>();
  readonly done = new Map<string, Owed & { announced: number; digest: string }>();
  readonly dead = new Map<string, { reason: string }>();
  /** What was told of a submission, by digest. */
  readonly toldOf = new Map<string, Map<string, Tally>>();
  lease: Lease | undefined;
}

export class MemoryList implements TaskList {
  constructor(
    private readonly options: MemoryListOptions = {},
    private readonly request: Request = async (_, effect) => effect(),
    private readonly rows = new Rows(),
  ) {}

  /** The same rows for somebody whose requests go another way. */
  through(request: Request): MemoryList {
    return new MemoryList(this.options, request, this.rows);
  }

  get pending() {
    return this.rows.pending;
  }
  get done() {
    return this.rows.done;
  }
  get dead() {
    return this.rows.dead;
  }
  get toldOf() {
    return this.rows.toldOf;
  }
  get lease() {
    return this.rows.lease;
  }
  set lease(lease: Lease | undefined) {
    this.rows.lease = lease;
  }

  async read(from = ''): Promise<Page> {
    const { pageSize = 5_000, now, reread = (row) => row } = this.options;
    return this.request('read', () => {
      const ids = [...this.pending.keys()].filter((id) => compare(id, from) >= 0).sort(compare);
      const rows = ids
        .slice(0, pageSize)
        .flatMap((id) => this.pending.get(id) ?? [])
        .map(reread);
      const next = ids[pageSize];
      return {
        ...(from === '' && now && { at: now() }),
        ...(from === '' && this.lease && { lease: this.lease }),
        tasks: rows.filter((row): row is Task => !('reason' in row)),
        unreadable: rows.filter((row): row is Unreadable => 'reason' in row),
        ...(next !== undefined && { next }),
      };
    });
  }

  async takeLease(lease: Lease, seen: Lease | undefined): Promise<boolean> {
    return this.request('take lease', () => {
      if (
        seen === undefined
          ? this.lease !== undefined
          : this.lease === undefined || isLater(this.lease.epoch, seen.epoch, lease.epoch)
      ) {
        return this.lease?.epoch === lease.epoch && this.lease.owner === lease.owner;
      }
      this.lease = lease;
      return true;
    });
  }

  async holdsLease(epoch: number): Promise<boolean> {
    return this.request('look at lease', () => this.lease?.epoch === epoch);
  }

  async keepQuiet(epoch: number, quiet: Quiet): Promise<void> {
    await this.request('keep quiet', () => {
      if (this.lease?.epoch === epoch) this.lease = { ...this.lease, quiet };
    });
  }

  async giveBack(lease: Lease): Promise<void> {
    await this.request('give lease back', () => {
      if (this.lease?.epoch === lease.epoch) this.lease = { ...lease, until: 0 };
    });
  }

  async save(changes: readonly Change[]): Promise<Saved> {
    const ids = new Set<string>();
    const failed = await this.batches('save', changes, (change) => {
      if (this.write(change)) ids.add(change.after.id);
    });
    const lost = changes.length - ids.size - failed.reduce((sum, { rows }) => sum + rows, 0);
    return { ids, lost, failed: failed.map(({ error }) => error) };
  }

  async recorded(owed: readonly Owed[]): Promise<Set<string>> {
    const found = new Set<string>();
    const failed = await this.batches('look up done', owed, ({ id, settled }) => {
      if (this.done.get(id)?.settled === settled) found.add(id);
    });
    throwFirst(failed);
    return found;
  }

  async archive(owed: readonly Owed[], { at, digest }: { at: number; digest: string }): Promise<void> {
    const recorded: Owed[] = [];
    const failed = await this.batches('record', owed, (task) => {
      this.done.set(task.id, { ...task, announced: at, digest });
      recorded.push(task);
    });
    await this.drop(recorded);
    throwFirst(failed);
  }

  async addTold(digest: string, told: ReadonlyMap<string, Tally>): Promise<void> {
    const failed = await this.batches('add told', [...told], ([submission, tally]) => {
      const parts = this.toldOf.get(submission) ?? new Map<string, Tally>();
      this.toldOf.set(submission, parts.set(digest, tally));
    });
    throwFirst(failed);
  }

  async told(submissions: readonly string[]): Promise<Map<string, Tally>> {
    const found = new Map<string, Tally>();
    const failed = await this.batches('look up told', submissions, (submission) => {
      const parts = this.toldOf.get(submission);
      if (parts) found.set(submission, [...parts.values()].reduce(sum, NOTHING_TOLD));
    });
    throwFirst(failed);
    return found;
  }

  async drop(owed: readonly Owed[]): Promise<void> {
    const failed = await this.batches('drop', owed, (task) => {
      if (this.isAs(task, task.epoch)) this.pending.delete(task.id);
    });
    throwFirst(failed);
  }

  async bury(rows: readonly (Unreadable | { task: Task; reason: string })[]): Promise<void> {
    const buried: string[] = [];
    const failed = await this.batches('bury', rows, (row) => {
      const id = 'task' in row ? row.task.id : row.id;
      this.dead.set(id, { reason: row.reason });
      buried.push(id);
    });
    failed.push(...(await this.batches('drop buried', buried, (id) => void this.pending.delete(id))));
    throwFirst(failed);
  }

  /** One request for so many rows. What fails does not keep the other requests from being made. */
  private async batches<Row>(name: string, rows: readonly Row[], effect: (row: Row) => void): Promise<Failure[]> {
    const { batchSize = 200 } = this.options;
    const failed: Failure[] = [];
    for (let i = 0; i < rows.length; i += batchSize) {
      const batch = rows.slice(i, i + batchSize);
      try {
        await this.request(name, () => batch.forEach(effect));
      } catch (error) {
        if (!(error instanceof TablestoreError)) throw error;
        failed.push({ error, rows: batch.length });
      }
    }
    return failed;
  }

  private write({ before, after }: Change): boolean {
    const row = this.pending.get(after.id);
    if (this.isAs(before, after.epoch)) this.pending.set(after.id, after);
    else return row !== undefined && 'state' in row && row.state === after.state && row.epoch === after.epoch;
    return true;
  }

  /** The row is in this state, and no later epoch wrote it. */
  private isAs(task: Task, epoch: number): boolean {
    const row = this.pending.get(task.id);
    return row !== undefined && 'state' in row && row.state === task.state && !isLater(row.epoch, epoch, epoch);
  }
}

interface Failure {
  readonly error: TablestoreError;
  readonly rows: number;
}

function throwFirst([first]: readonly Failure[]): void {
  if (first) throw first.error;
}

/** In the order of the table: by the bytes of the id. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Written by a later sweep than this epoch's, and not by hand. */
function isLater(epoch: number, than: number, writer: number): boolean {
  return epoch > than && epoch <= writer + FAR_AHEAD;
}
