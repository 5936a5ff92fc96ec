/** What the command prints: a result for people or one JSON document on standard output, notes on standard error. */

export interface Output {
  readonly json: boolean;
  /** A line of the result for people; nothing with --json. */
  print(line: string): void;
  /** Something on the way to the result. */
  note(line: string): void;
  /** The whole result for programs; nothing without --json. Once in a run. */
  result(value: object): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    print: (line) => void (json || process.stdout.write(`${line}\n`)),
    note: (line) => void process.stderr.write(`${line}\n`),
    result: (value) => void (json && process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)),
  };
}

/** For a result that must be said before the rest of the work is done. */
export function asNotes(out: Output): Output {
  return { ...out, print: out.note };
}

/** "1 task", "2,000 tasks". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
