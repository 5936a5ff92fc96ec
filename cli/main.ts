/** The command cdn-tasks: runs a sub-command and ends with its exit code. */
import { CommanderError } from 'commander';
import { FunctionsError } from '../lib/edges/functions-errors';
import { CdnError, ConfigError, TablestoreError } from '../lib/errors';
import { clean } from '../lib/steps/text';
import { adviceFor } from './advice';
import { EXIT, type ExitCode, Problem } from './exit';
import { wantsJson } from './json-wanted';
import { createProgram } from './program';
import { withoutSecrets } from './settings';

async function main(args: readonly string[]): Promise<void> {
  const program = createProgram();
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // Help and version end this way too. Commander has said what there is to say.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const problem = toProblem(error);
    const { exit } = problem;
    // Both may hold lines of the input, and those may hold what moves the cursor of a terminal.
    const message = clean(problem.message);
    const details = problem.details.map(clean);
    process.exitCode = exit;
    if (wantsJson(program, args)) {
      process.stdout.write(withoutSecrets(`${JSON.stringify({ error: message, details, exit }, null, 2)}\n`));
    }
    if (error instanceof CommanderError) return;
    process.stderr.write(withoutSecrets(`${[message, ...details.map((line) => `  ${line}`)].join('\n')}\n`));
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof CommanderError && error.code === 'commander.help') {
    return new Problem(EXIT.usage, 'there is no such sub-command, or none was given: see "cdn-tasks --help"');
  }
  if (error instanceof CommanderError) return new Problem(EXIT.usage, error.message.replace(/^error: /, ''));
  if (error instanceof ConfigError) {
    return new Problem(EXIT.usage, 'Settings are missing or wrong. Put them into the environment or a file .env:', [
      ...error.problems,
    ]);
  }
  return new Problem(EXIT.unreachable, [describe(error), adviceFor(error)].filter(Boolean).join(': '));
}

function describe(error: unknown): string {
  if (error instanceof TablestoreError || error instanceof CdnError || error instanceof FunctionsError) {
    const { message, code } = error;
    return message.includes(`(${code})`) ? message : `${message} (${code})`;
  }
  // A fault of this program. The name says enough to report it.
  return `unexpected: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

/** Whatever is still open, such as a connection nobody answers, must not keep the command from ending. */
function leave(code: ExitCode | number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** Set when the result could not be written. */
let unwritten: string | undefined;

// Whoever reads the output may stop before its end, as head does: the work is done to its end all the same.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  unwritten ??= code ?? 'unknown';
});
process.stderr.on('error', () => undefined);

void main(process.argv.slice(2)).then(() => {
  const code = Number(process.exitCode ?? EXIT.done);
  if (unwritten === undefined || unwritten === 'EPIPE') return leave(code);
  process.stderr.write(`the result could not be written (${unwritten})\n`);
  leave(Math.max(code, EXIT.unreachable));
});
