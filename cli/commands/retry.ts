/** `cdn-tasks retry`: submits the failed URLs of tasks again. */
import type { Command } from 'commander';
import type { Browse } from '../../lib/edges/tablestore-browse';
import type { Listed } from '../../lib/edges/tablestore-listed';
import { TablestoreError } from '../../lib/errors';
import { checkInput } from '../check-input';
import { EXIT, type ExitCode, Problem } from '../exit';
import { count, type Output } from '../output';
import { planRetries, type Retry } from '../retries';
import { addCommon, type CommonOptions, run } from '../run';
import { merge, type Sent, send } from '../send';
import { readCredentials, readFunctionsSettings, readListSettings } from '../setting-groups';
import { type Environment, readSettings } from '../settings';
import { finish } from '../submission';
import { addWait, checkWait, type WaitOptions } from '../wait';
import { openFunctions, openList } from '../world';
import { unknownTask } from './show';

interface RetryOptions extends CommonOptions, WaitOptions {
  readonly failed?: boolean;
  readonly label?: string;
  readonly partial?: boolean;
}

export function addRetry(program: Command): void {
  const command = program
    .command('retry')
    .description('Submit the failed URLs of tasks again, as what they were and with their label.')
    .argument('[ids...]', 'task ids')
    .option('--failed', 'all failed tasks that Slack was told of and that were not retried yet')
    .option('-l, --label <text>', 'with --failed: only tasks with exactly this label')
    .option('--partial', 'also of tasks with more failed URLs than are kept: only those that are');
  addCommon(addWait(command), ['15704222904 --wait', '--failed --label "deploy 1.2.3"']).action(
    (ids: string[], options: RetryOptions) => run(options, (out, environment) => retry(ids, options, out, environment)),
  );
}

async function retry(
  ids: readonly string[],
  options: RetryOptions,
  out: Output,
  environment: Environment,
): Promise<ExitCode> {
  const { failed = false, label, partial = false } = options;
  checkWait(options);
  if (ids.length > 0 === failed) throw new Problem(EXIT.usage, 'give either task ids or --failed');
  if (label !== undefined && !failed) throw new Problem(EXIT.usage, '--label needs --failed');
  const settings = readSettings(environment, {
    list: readListSettings,
    functions: readFunctionsSettings,
    credentials: readCredentials,
  });
  const browse = await openList(settings);
  const { retries, faults } = planRetries(failed ? await allFailed(browse, label) : await named(browse, ids), partial);
  if (faults.length > 0) throw new Problem(EXIT.failed, 'nothing was submitted:', faults);
  if (retries.length === 0) out.print('no failed tasks to retry');

  const checked = retries.map((one) => ({ ...one, ...checkInput(one.lines, one.wish) }));
  const functions = retries.length > 0 ? await openFunctions(settings) : undefined;
  const sent: Sent[] = [];
  for (const one of functions ? checked : []) {
    const stopped = sent.some(({ trouble, refused }) => trouble !== undefined || refused.length > 0);
    const now: Sent =
      stopped || !functions
        ? { answers: [], refused: [], unclear: [], notSent: one.parcels.flatMap(({ items }) => items) }
        : await send(one.parcels, settings.functions.submit, functions, out);
    sent.push(now);
    await mark(one, now, browse, out);
  }
  const retried = retries.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  const notes = checked.flatMap((one) => one.notes);
  return finish(merge(sent), { noun: 'URL', notes, more: { of: retried } }, options, out, environment);
}

async function named(browse: Browse, ids: readonly string[]): Promise<Listed[]> {
  const found = await browse.find([...new Set(ids)]);
  return [...new Set(ids)].map((id) => {
    const listed = found.get(id);
    if (!listed) throw unknownTask(id);
    return listed;
  });
}

async function allFailed(browse: Browse, label: string | undefined): Promise<Listed[]> {
  return (await browse.read('done')).filter(
    (listed) =>
      listed.state === 'done' &&
      listed.task.ending.outcome === 'failed' &&
      listed.retried === undefined &&
      (label === undefined || listed.task.label === label),
  );
}

/** So that the next `--failed` leaves out what has been submitted again. */
async function mark({ tasks }: Retry, { answers, unclear, notSent }: Sent, browse: Browse, out: Output): Promise<void> {
  const submission = answers.at(-1)?.submission;
  const open = new Set([
    ...unclear,
    ...notSent,
    ...answers.flatMap(({ failed }) => failed.flatMap(({ urls }) => urls)),
  ]);
  const done = tasks.filter(({ urls }) => !urls.some((url) => open.has(url))).map(({ id }) => id);
  if (submission === undefined || done.length === 0) return;
  try {
    await browse.markRetried(done, submission);
  } catch (error) {
    if (!(error instanceof TablestoreError)) throw error;
    out.note(`${count(done.length, 'task')} could not be marked as retried: another --failed would submit them again`);
  }
}
