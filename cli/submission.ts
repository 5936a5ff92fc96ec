/** What `refresh`, `preload`, `watch` and `retry` share: send, say what became of it, and wait if that is wanted. */
import type { Command } from 'commander';
import { checkInput, type Wish } from './check-input';
import { EXIT, type ExitCode, worst } from './exit';
import { readInput } from './input';
import { collect, once } from './options';
import { asNotes, type Output } from './output';
import type { CommonOptions } from './run';
import { exitOf, saySent } from './say-sent';
import { type Sent, send } from './send';
import { readCredentials, readFunctionsSettings, readListSettings } from './setting-groups';
import { type Environment, readSettings } from './settings';
import { addWait, checkWait, sayWaited, type WaitOptions, waitedJson, waitFor } from './wait';
import { openFunctions } from './world';

export interface SubmissionOptions extends CommonOptions, WaitOptions {
  readonly file?: readonly string[];
  readonly label?: string;
}

export function addSubmission(command: Command, noun: string): Command {
  return addWait(
    command
      .option(
        '-f, --file <file>',
        `read ${noun}s from a file, one a line; - is standard input; may be repeated`,
        collect,
      )
      .option('-l, --label <text>', 'what Slack calls it, such as "deploy 1.2.3"', once),
  );
}

export async function submitInput(
  args: readonly string[],
  wish: Wish,
  options: SubmissionOptions,
  out: Output,
  environment: Environment,
): Promise<ExitCode> {
  checkWait(options);
  const noun = wish.verb === 'watch' ? 'id' : 'URL';
  // First what can be wrong here, then what takes a connection.
  const { parcels, notes } = checkInput(await readInput(args, options.file ?? [], `${noun}s`, out.note), wish);
  const settings = readSubmissionSettings(environment, options);
  for (const note of notes) out.note(note);
  const sent = await send(parcels, settings.functions.submit, await openFunctions(settings), out);
  return finish(sent, { noun, notes }, options, out, environment);
}

export type SubmissionSettings = ReturnType<typeof readSubmissionSettings>;

/** Also those of the list when it will be waited, so that nothing is sent that can't be waited for. */
export function readSubmissionSettings(environment: Environment, { wait }: WaitOptions) {
  const needed = { functions: readFunctionsSettings, credentials: readCredentials };
  return wait ? readSettings(environment, { ...needed, list: readListSettings }) : readSettings(environment, needed);
}

/** Says what was sent, waits for the tasks made, and tells the exit code of it all. */
export async function finish(
  sent: Sent,
  { noun, notes, more }: { readonly noun: string; readonly notes: readonly string[]; readonly more?: object },
  options: WaitOptions,
  out: Output,
  environment: Environment,
): Promise<ExitCode> {
  saySent(sent, noun, out);
  const tasks = sent.answers.flatMap((answer) => answer.tasks);
  const ids = [...new Set(tasks.filter(({ listed }) => listed !== 'unlisted').map(({ id }) => id))];
  // The document comes after the wait, and the wait may be cut off.
  if (options.wait && out.json && ids.length > 0) saySent(sent, noun, asNotes(out));
  const waited =
    options.wait && ids.length > 0
      ? await waitFor(ids, options, readSettings(environment, { credentials: readCredentials, list: readListSettings }))
      : undefined;
  if (waited) sayWaited(waited, out);
  out.result({
    submissions: sent.answers.map(({ submission }) => submission),
    tasks,
    failed: sent.answers.flatMap(({ failed }) => failed),
    refused: sent.refused,
    unclear: sent.unclear,
    notSent: sent.notSent,
    trouble: sent.trouble,
    notes,
    ...more,
    ...(waited && { waited: waitedJson(waited) }),
  });
  return worst([exitOf(sent), waited?.exit ?? EXIT.done]);
}
