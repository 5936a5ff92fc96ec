/** Whether `--json` is among the arguments, also where commander ended before it came to it. */
import type { Command } from 'commander';

/** As commander reads them: behind an option that takes a value stands its value, whatever that looks like. */
export function wantsJson(program: Command, args: readonly string[]): boolean {
  const command = program.commands.find((one) => one.name() === args.find((arg) => !arg.startsWith('-')));
  let isValue = false;
  for (const arg of args) {
    if (isValue) isValue = false;
    else if (arg === '--') return false;
    else if (arg === '--json') return true;
    else
      isValue =
        command?.options.some(({ short, long, required }) => required && (arg === short || arg === long)) ?? false;
  }
  return false;
}
