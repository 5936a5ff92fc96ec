/** Options that are given more than once. */
import { InvalidArgumentError } from 'commander';

/** For an option that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** For an option whose second value would silently replace the first. @throws {InvalidArgumentError} */
export function once(text: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError('Give it only once.');
  return text;
}
