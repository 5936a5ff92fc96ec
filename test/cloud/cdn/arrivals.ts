/** Notes every call for the state of tasks as it arrives, also those a fault then keeps from being answered. */
import type { Call, Served } from '../serve';
import { formatOf, paramsOf, taskIdsOf } from './request';
import { maxInAnySecond } from './throttle';

export interface DescribeCall {
  /** The server's wall clock, ms since 1970. */
  readonly at: number;
  readonly ids: readonly string[];
  readonly method: string;
  readonly format: 'JSON' | 'XML';
}

export class Arrivals {
  readonly calls: DescribeCall[] = [];
  private readonly times: number[] = [];

  constructor(
    private readonly now: () => number,
    private readonly monotonic: () => number,
  ) {}

  /** Faults are drawn once a call, before anything else is done: the one place that sees them all. */
  watch({ faults }: Served): void {
    const take = faults.take.bind(faults);
    faults.take = (call) => {
      this.note(call);
      return take(call);
    };
  }

  maxInAnySecond(): number {
    return maxInAnySecond(this.times);
  }

  private note(call: Call): void {
    const params = paramsOf(call);
    if (params.get('Action') !== 'DescribeRefreshTaskById') return;
    this.times.push(this.monotonic());
    this.calls.push({ at: this.now(), ids: taskIdsOf(params), method: call.method, format: formatOf(params) });
  }
}
