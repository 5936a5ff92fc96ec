/** `--wait`: its options, the wait itself, and what is said at its end. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { clean } from '../lib/steps/text';
import { parseDuration } from './duration';
import { EXIT, type ExitCode, Problem } from './exit';
import { type Followed, type FollowResult, follow, isGood } from './follow';
import { count, type Output } from './output';
import { createProgress } from './progress';
import { endingJson } from './row-json';
import { endingWords } from './row-words';
import { type ListSettings, openList } from './world';

export interface WaitOptions {
  readonly wait?: boolean;
  /** Ms. */
  readonly timeout?: number;
  /** Ms. */
  readonly every: number;
}

const USUAL_TIMEOUT = 3_600_000;

export function addWait(command: Command): Command {
  return command
    .option('--wait', 'wait until all tasks have ended; what has ended badly makes exit code 1')
    .option('--timeout <time>', 'with --wait: give up after 90s, 15m, 2h (default: 1h)', parseDuration)
    .addOption(
      new Option('--every <seconds>', 'with --wait: how often the list is read')
        .argParser(parseSeconds)
        .default(2_000)
        .hideHelp(),
    );
}

/** @throws {Problem} */
export function checkWait({ wait, timeout }: WaitOptions): void {
  if (timeout !== undefined && !wait) throw new Problem(EXIT.usage, '--timeout needs --wait');
}

export interface Waited extends FollowResult {
  readonly exit: ExitCode;
}

export async function waitFor(
  ids: readonly string[],
  { timeout = USUAL_TIMEOUT, every }: WaitOptions,
  settings: ListSettings,
): Promise<Waited> {
  const stop = new AbortController();
  // What is known by then is still said; a second Ctrl-C ends the command at once.
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const times = { every, timeout, signal: stop.signal };
    const result = await follow(ids, times, await openList(settings), createProgress(process.stderr));
    return { ...result, exit: exitOf(result) };
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function exitOf({ trouble, interrupted, ended, open }: FollowResult): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (trouble !== undefined) return EXIT.unreachable;
  return open.length === 0 && ended.every(isGood) ? EXIT.done : EXIT.failed;
}

export function sayWaited({ ended, open, trouble, interrupted }: FollowResult, out: Output): void {
  const good = ended.filter(isGood).length;
  out.print(`${good} of ${count(ended.length + open.length, 'task')} complete`);
  for (const one of ended) if (!isGood(one)) for (const line of badEnd(one)) out.print(`  ${line}`);
  if (trouble !== undefined) out.print(`The wait ended early: ${trouble}`);
  if (interrupted) out.print('The wait was interrupted.');
  if (open.length === 0) return;
  out.print(`${count(open.length, 'task')} still open: ${open.map(clean).join(' ')}`);
  out.print('They are watched on, and Slack will be told. If none ever ends, see "cdn-tasks doctor".');
}

export function waitedJson({ ended, open, trouble, interrupted }: FollowResult): object {
  return {
    ended: ended.map((one) =>
      one.how === 'settled'
        ? { id: one.id, ...endingJson(one.task.ending) }
        : { id: one.id, outcome: one.how, ...(one.how === 'dead' && { reason: one.reason }) },
    ),
    open,
    ...(trouble !== undefined && { trouble }),
    ...(interrupted && { interrupted }),
  };
}

function badEnd(one: Followed): string[] {
  switch (one.how) {
    case 'settled':
      return [
        `${clean(one.id)}  ${endingWords(one.task.ending)}`,
        ...one.task.ending.urls.map((url) => `  ${clean(url)}`),
      ];
    case 'dead':
      return [`${clean(one.id)}  dead: ${clean(one.reason)}`];
    case 'gone':
      return [`${clean(one.id)}  is on no list any more: it was forgotten, or its row has expired`];
    default:
      return one satisfies never;
  }
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('Give a number of seconds.');
  return seconds * 1_000;
}
