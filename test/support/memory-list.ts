/** The list in memory: the same promises as the one in Tablestore, kept honest by the contract suite. */
import type { Change, Lease, Page, Saved, TaskList, Unreadable } from '../../lib/ports';
import { NOTHING_TOLD, sum } from '../../lib/steps/tally';
import type { Owed, Tally, Task } from '../../lib/task';

export class MemoryList implements TaskList {
  readonly pending = new Map<string, Task | Unreadable>();
  readonly done = new Map<string, Owed & { announced: number; digest: string }>();
  readonly dead = new Map<string, { reason: string }>();
  /** What was told of a submission, by digest. */
  readonly toldOf = new Map<string, Map<string, Tally>>();
  lease: Lease | undefined;

  constructor(private readonly pageSize = 5_000) {}

  async read(from = ''): Promise<Page> {
    const ids = [...this.pending.keys()].filter((id) => compare(id, from) >= 0).sort(compare);
    const rows = ids.slice(0, this.pageSize).flatMap((id) => this.pending.get(id) ?? []);
    const next = ids[this.pageSize];
    return {
      ...(from === '' && this.lease && { lease: this.lease }),
      tasks: rows.filter((row): row is Task => !('reason' in row)),
      unreadable: rows.filter((row): row is Unreadable => 'reason' in row),
      ...(next !== undefined && { next }),
    };
  }

  async takeLease(lease: Lease, seen: Lease | undefined): Promise<boolean> {
    if (seen === undefined ? this.lease !== undefined : this.lease === undefined || this.lease.epoch > seen.epoch) {
      return this.lease?.epoch === lease.epoch && this.lease.owner === lease.owner;
    }
    this.lease = lease;
    return true;
  }

  async holdsLease(epoch: number): Promise<boolean> {
    return this.lease?.epoch === epoch;
  }

  async giveBack(lease: Lease): Promise<void> {
    if (this.lease?.epoch === lease.epoch) this.lease = { ...lease, until: 0 };
  }

  async save(changes: readonly Change[]): Promise<Saved> {
    const ids = new Set(changes.filter((change) => this.write(change)).map(({ after }) => after.id));
    return { ids, lost: changes.length - ids.size, failed: [] };
  }

  async recorded(owed: readonly Owed[]): Promise<Set<string>> {
    return new Set(owed.filter(({ id, settled }) => this.done.get(id)?.settled === settled).map(({ id }) => id));
  }

  async archive(owed: readonly Owed[], { at, digest }: { at: number; digest: string }): Promise<void> {
    for (const task of owed) this.done.set(task.id, { ...task, announced: at, digest });
    await this.drop(owed);
  }

  async addTold(digest: string, told: ReadonlyMap<string, Tally>): Promise<void> {
    for (const [submission, tally] of told) {
      const parts = this.toldOf.get(submission) ?? new Map<string, Tally>();
      this.toldOf.set(submission, parts.set(digest, tally));
    }
  }

  async told(submissions: readonly string[]): Promise<Map<string, Tally>> {
    const known = submissions.filter((submission) => this.toldOf.has(submission));
    return new Map(known.map((one) => [one, [...(this.toldOf.get(one)?.values() ?? [])].reduce(sum, NOTHING_TOLD)]));
  }

  async drop(owed: readonly Owed[]): Promise<void> {
    for (const task of owed) if (this.isAs(task, task.epoch)) this.pending.delete(task.id);
  }

  async bury(rows: readonly (Unreadable | { task: Task; reason: string })[]): Promise<void> {
    for (const row of rows) {
      const id = 'task' in row ? row.task.id : row.id;
      this.dead.set(id, { reason: row.reason });
      this.pending.delete(id);
    }
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
    return row !== undefined && 'state' in row && row.state === task.state && row.epoch <= epoch;
  }
}

/** In the order of the table: by the bytes of the id. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
