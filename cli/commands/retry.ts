/** `cdn-tasks retry`: submits the failed URLs of tasks again. */
import type { Command } from 'commander';
import type { Browse } from '../../lib/edges/tablestore-browse';
import type { Listed } from '../../lib/edges/tablestore-listed';
import { EXIT, type ExitCode, Problem, worst } from '../exit';
import { once } from '../options';
import type { Output } from '../output';
import { planRetries } from '../retries';
import { addCommon, type CommonOptions, run } from '../run';
import { checkRetries, sendRetries } from '../send-retries';
import { readCredentials, readFunctionsSettings, readListSettings } from '../setting-groups';
import { type Environment, readSettings } from '../settings';
import { finish } from '../submission';
import { addWait, checkWait, type WaitOptions } from '../wait';
import { openList } from '../world';
import { unknownTask } from './show';

interface RetryOptions extends CommonOptions, WaitOptions {
  readonly failed?: boolean;
  readonly label?: string;
  readonly partial?: boolean;
}

export function addRetry(program: Command): void {
  const command = program
    .command('retry')
    .description(
      'Submit the failed URLs of tasks again, as the same kind and with the same label; options such as --area are not kept.',
    )
    .argument('[ids...]', 'task ids')
    .option('--failed', 'all failed tasks that Slack was told of and that were not retried yet')
    .option('-l, --label <text>', 'with --failed: only tasks with exactly this label', once)
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
  const planned = planRetries(failed ? await allFailed(browse, label) : await named(browse, ids), partial);
  const { checked, skipped } = checkRetries(planned);
  // Tasks that were named are wanted together; of all failed ones, one that can't be retried must not keep the others.
  if (skipped.length > 0 && !failed) {
    throw new Problem(
      EXIT.failed,
      'nothing was submitted:',
      skipped.map(({ reason }) => reason),
    );
  }
  const notes = [...skipped.map(({ reason }) => `skipped: ${reason}`), ...checked.flatMap((one) => one.notes)];
  for (const note of notes) out.note(note);
  if (checked.length === 0) out.print(skipped.length > 0 ? 'nothing was submitted' : 'no failed tasks to retry');

  const { sent, unmarked } = await sendRetries(checked, settings, browse, out);
  const of = checked.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  const more = { of, skipped, unmarked };
  const exit = await finish(sent, { noun: 'URL', notes, more }, options, out, environment);
  return worst([exit, skipped.length > 0 ? EXIT.failed : EXIT.done]);
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
