/** What every sub-command has in common: its options, its settings, its output and its exit code. */
import type { Command } from 'commander';
import { EXIT, type ExitCode, Problem } from './exit';
import { createOutput, type Output } from './output';
import { type Environment, loadEnvironment } from './settings';

export interface CommonOptions {
  readonly json?: boolean;
  readonly settings?: string;
}

/** @param example what stands behind `cdn-tasks NAME` in the example of the help */
export function addCommon(command: Command, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ cdn-tasks ${command.name()}${example && ` ${example}`}`);
  return (
    command
      .option('--json', 'print the result as one JSON document')
      // Not --env-file: Node 20 takes that for its own, also behind the name of a script, and ends when there is no such file.
      .option('--settings <file>', 'read settings from this file instead of .env')
      .addHelpText('after', `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.join('\n')}`)
  );
}

export async function run(
  { json = false, settings }: CommonOptions,
  work: (out: Output, environment: Environment) => Promise<ExitCode>,
): Promise<void> {
  process.exitCode = await work(createOutput(json), load(settings));
}

function load(file: string | undefined): Environment {
  try {
    return loadEnvironment(file);
  } catch (error) {
    throw new Problem(EXIT.usage, `${file ?? '.env'} can not be read: ${whyUnreadable(error)}`);
  }
}

/** Why a file can't be read, without Node's words for it. */
export function whyUnreadable(error: unknown): string {
  const code = String(Reflect.get(Object(error), 'code'));
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'you may not read it',
  };
  return words[code] ?? code;
}
