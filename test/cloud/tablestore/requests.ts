/** What was asked of the server, for tests and benchmarks that count it. */
import type { CapacityUnit } from './capacity';
import type { Kind } from './change';

export interface Request {
  /** The name in the path, whether or not there is such an operation. */
  readonly operation: string;
  /** When it arrived, by the server's clock. */
  readonly at: number;
  readonly status: number;
  /** Error code when it was refused. */
  readonly code?: string;
  readonly rowsWritten: Readonly<Record<Kind, number>>;
  /** Capacity units, those of refused rows among them. */
  readonly consumed: Readonly<Required<CapacityUnit>>;
}

export class Requests {
  private kept: Request[] = [];

  /** Calls that a fault kept from the server are not among them. */
  get list(): readonly Request[] {
    return this.kept;
  }

  /** Rows written by kind, single writes and rows of batches alike; a refused row is not counted. */
  get rowsWritten(): Readonly<Record<Kind, number>> {
    const sum = { put: 0, update: 0, delete: 0 };
    for (const { rowsWritten } of this.kept) {
      sum.put += rowsWritten.put;
      sum.update += rowsWritten.update;
      sum.delete += rowsWritten.delete;
    }
    return sum;
  }

  /** Capacity units of all requests. */
  get consumed(): Readonly<Required<CapacityUnit>> {
    const sum = { read: 0, write: 0 };
    for (const { consumed } of this.kept) {
      sum.read += consumed.read;
      sum.write += consumed.write;
    }
    return sum;
  }

  /** All requests, or those of one operation. */
  count(operation?: string): number {
    if (operation === undefined) return this.kept.length;
    return this.kept.filter((request) => request.operation === operation).length;
  }

  add(request: Request): void {
    this.kept.push(request);
  }

  clear(): void {
    this.kept = [];
  }
}
