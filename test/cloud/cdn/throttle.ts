/** Counts calls in sliding seconds: to throttle them, and to tell afterwards how dense they came. */

const SECOND_MS = 1_000;

export class Throttle {
  private admitted: number[] = [];

  constructor(private readonly callsPerSecond: number) {}

  /** A call that is turned away does not count against the next one. */
  admits(at: number): boolean {
    this.admitted = this.admitted.filter((time) => time > at - SECOND_MS);
    if (this.admitted.length >= this.callsPerSecond) return false;
    this.admitted.push(at);
    return true;
  }
}

/** The most calls in any second that includes its beginning and not its end. `times` are in order. */
export function maxInAnySecond(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  times.forEach((time, index) => {
    while ((times[first] ?? time) <= time - SECOND_MS) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
