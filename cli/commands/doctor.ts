/** `cdn-tasks doctor`: checks all that the command and the functions need, and says what to do about what is wrong. */
import type { Command } from 'commander';
import { ConfigError } from '../../lib/errors';
import { checkCdn, checkQuota } from '../checks/cdn';
import { type Finding, right, skipped, wrong } from '../checks/check';
import { checkFunction } from '../checks/functions';
import { checkTablestore } from '../checks/tablestore';
import { checkWebhook } from '../checks/webhook';
import { EXIT } from '../exit';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readFunctionsSettings, readListSettings, readWebhook } from '../setting-groups';
import { type Environment, type Reader, readSettings } from '../settings';
import { openCdn, openFunctions, openRowTrials, openSlack, openTable } from '../world';

const MARKS = { right: '✓', wrong: '✗', skipped: '–' } as const;

export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description(
      'Check settings, access key, table, CDN, webhook and functions, which check themselves. Nothing is changed or posted.',
    );
  addCommon(command, ['']).action((options: CommonOptions) =>
    run(options, async (out, environment) => {
      const findings: Finding[] = [];
      for await (const finding of examine(environment)) {
        findings.push(finding);
        const { check, state, found, todo } = finding;
        out.print(`${MARKS[state]} ${check}: ${found}${todo === undefined ? '' : ` → ${todo}`}`);
      }
      const healthy = findings.every(({ state }) => state === 'right');
      out.result({ healthy, checks: findings });
      return healthy ? EXIT.done : EXIT.unreachable;
    }),
  );
}

async function* examine(environment: Environment): AsyncGenerator<Finding> {
  const groups = { list: readListSettings, credentials: readCredentials, functions: readFunctionsSettings };
  const problems = problemsOf(environment, { ...groups, webhook: readWebhook });
  yield problems.length === 0
    ? right('settings', 'all there')
    : wrong('settings', problems.join('; '), 'set them in the environment or in a file .env');

  const here = readIf(environment, { list: readListSettings, credentials: readCredentials });
  if (here) {
    const rows = await openRowTrials(here);
    yield* await checkTablestore(await openTable(here), rows, here.list.tablestore.table);
    const { cdn, submit } = await openCdn(here);
    yield checkCdn(cdn);
    yield checkQuota(submit);
  } else {
    for (const check of ['Tablestore', 'table', 'CDN', 'CDN quota']) yield skipped(check, UNSET);
  }

  const slack = readIf(environment, { url: readWebhook });
  yield slack ? checkWebhook(await openSlack(slack.url)) : skipped('webhook', UNSET);

  const there = readIf(environment, { functions: readFunctionsSettings, credentials: readCredentials });
  if (there) {
    const functions = await openFunctions(there);
    const tablestore = here?.list.tablestore;
    const { submit, poll } = there.functions;
    yield* await checkFunction(functions, submit, 'SUBMIT_FUNCTION', { function: 'submit', tablestore });
    yield* await checkFunction(functions, poll, 'POLL_FUNCTION', { function: 'poll', tablestore });
  } else yield skipped('functions', UNSET);
}

const UNSET = 'not checked, since its settings are not right';

function problemsOf(environment: Environment, readers: Record<string, Reader<unknown>>): readonly string[] {
  try {
    readSettings(environment, readers);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function readIf<R extends Record<string, Reader<unknown>>>(environment: Environment, readers: R) {
  return problemsOf(environment, readers).length === 0 ? readSettings(environment, readers) : undefined;
}
