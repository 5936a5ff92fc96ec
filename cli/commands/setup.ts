/** `cdn-tasks setup`: makes the table. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Table, TableFacts } from '../../lib/edges/tablestore-setup';
import { EXIT, type ExitCode, Problem } from '../exit';
import { count, type Output } from '../output';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readListSettings } from '../setting-groups';
import { type Environment, readSettings } from '../settings';
import { faultsOf, SHORTEST_TTL_DAYS } from '../table-faults';
import { openTable } from '../world';

const DAY = 86_400;
const FOREVER = -1;
/** A new table takes some seconds. Ms. */
const READY_TIMEOUT = 120_000;

interface SetupOptions extends CommonOptions {
  /** Seconds, or -1. */
  readonly ttl: number;
  /** Ms. */
  readonly every: number;
}

export function addSetup(program: Command): void {
  const command = program
    .command('setup')
    .description('Make the table in Tablestore and wait until it is ready. Running it again changes nothing.')
    .addOption(
      new Option('--ttl <days>', `days a row is kept, at least ${SHORTEST_TTL_DAYS}, or "forever"`)
        .argParser(parseDays)
        .default(90 * DAY, '90'),
    )
    .addOption(
      new Option('--every <seconds>')
        .argParser((text) => Number(text) * 1_000)
        .default(1_000)
        .hideHelp(),
    );
  addCommon(command, ['', '--ttl 365']).action((options: SetupOptions) =>
    run(options, (out, environment) => setup(options, out, environment)),
  );
}

async function setup({ ttl, every }: SetupOptions, out: Output, environment: Environment): Promise<ExitCode> {
  const settings = readSettings(environment, { list: readListSettings, credentials: readCredentials });
  const name = settings.list.tablestore.table;
  const table = await openTable(settings);
  const made = (await table.create(ttl)) === 'made';
  if (made) out.note(`table ${name} is made; waiting until it is ready …`);
  else await check(table, name);
  const until = performance.now() + READY_TIMEOUT;
  while (!(await table.isReady())) {
    if (performance.now() > until) {
      throw new Problem(EXIT.unreachable, `table ${name} is not ready yet: run "cdn-tasks setup" again in a minute`);
    }
    await sleep(every);
  }
  const facts = await check(table, name);
  const kept = facts.timeToLive === FOREVER ? 'for ever' : count(Math.floor(facts.timeToLive / DAY), 'day');
  out.result({ table: name, made, timeToLiveSeconds: facts.timeToLive });
  out.print(`table ${name} is ready${made ? '' : ' (it was there already)'}; rows are kept ${kept}`);
  if (facts.timeToLive !== ttl) out.note('its time to live was left as it is: change it in the Tablestore console');
  return EXIT.done;
}

/** @throws {Problem} when a table of this name is something else */
async function check(table: Table, name: string): Promise<TableFacts> {
  const facts = await table.describe();
  const faults = faultsOf(facts);
  if (!facts || faults.length > 0) throw new Problem(EXIT.unreachable, `table ${name}: ${faults.join('; ')}`);
  return facts;
}

function parseDays(text: string): number {
  if (text.trim().toLowerCase() === 'forever') return FOREVER;
  const days = Number(text);
  if (!/^\d{1,5}$/.test(text.trim()) || days < SHORTEST_TTL_DAYS || days > 24_855) {
    throw new InvalidArgumentError(
      `Give a number of days from ${SHORTEST_TTL_DAYS}, since the CDN remembers a task for 30 days, or "forever".`,
    );
  }
  return days * DAY;
}
