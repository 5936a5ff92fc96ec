/** The command cdn-tasks: runs a sub-command and ends with its exit code. */
import { CommanderError } from 'commander';
import { FunctionsError } from '../lib/edges/functions-errors';
import { CdnError, ConfigError, TablestoreError } from '../lib/errors';
import { adviceFor } from './advice';
import { EXIT, type ExitCode, Problem } from './exit';
import { createProgram } from './program';
import { withoutSecrets } from './settings';

async function main(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...args], { from: 'user' });
  } catch (error) {
    // Help and version end this way too. Commander has said what there is to say.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const { exit, message, details } = toProblem(error);
    process.exitCode = exit;
    if (args.includes('--json')) {
      process.stdout.write(withoutSecrets(`${JSON.stringify({ error: message, details, exit }, null, 2)}\n`));
    }
    if (error instanceof CommanderError) return;
    process.stderr.write(withoutSecrets(`${[message, ...details.map((line) => `  ${line}`)].join('\n')}\n`));
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
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
    return `${error.message} (${error.code})`;
  }
  // A fault of this program. The name says enough to report it.
  return `unexpected: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

/** Whatever is still open, such as a connection nobody answers, must not keep the command from ending. */
function leave(code: ExitCode | number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

// Whoever reads the output may stop before its end, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.unreachable),
);

void main(process.argv.slice(2)).then(() => leave(Number(process.exitCode ?? EXIT.done)));
