/** How the command ends: its exit codes, and the one error that carries one. */

/** A task that is not there, or not in the state it should be, counts as failed. 130 is what a shell gives Ctrl-C. */
export const EXIT = { done: 0, failed: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a message, further lines, and an exit code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly exit: ExitCode,
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}

/** The worse of several ends: the higher number. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((worse, code) => (code > worse ? code : worse), EXIT.done);
}
