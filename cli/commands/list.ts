/** `cdn-tasks list`: the tasks on all lists. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Listed, ListName } from '../../lib/edges/tablestore-listed';
import { EXIT, type ExitCode } from '../exit';
import { once } from '../options';
import { count, type Output } from '../output';
import { rowJson } from '../row-json';
import { labelOf, rowWords } from '../row-words';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readListSettings } from '../setting-groups';
import { type Environment, readSettings } from '../settings';
import { inColumns } from '../table';
import { openList } from '../world';

const STATES = ['pending', 'owed', 'dead', 'done'] as const;
type State = (typeof STATES)[number];

/** Owed tasks are on the list `pending` until Slack has been told. */
const LIST_OF: Readonly<Record<State, ListName>> = { pending: 'pending', owed: 'pending', dead: 'dead', done: 'done' };

interface ListOptions extends CommonOptions {
  readonly state?: readonly State[];
  readonly label?: string;
  readonly limit?: number;
}

/** Rows shown for people; a month of tasks is more than anybody reads. */
const USUAL_LIMIT = 200;

export function addList(program: Command): void {
  const command = program
    .command('list')
    .description('Show tasks: pending (watched), owed (ended, Slack not told yet), dead (need a person), done (told).')
    .addOption(new Option('-s, --state <state...>', 'only tasks in these states').choices(STATES))
    .option('-l, --label <text>', 'only tasks with exactly this label', once)
    .option('-n, --limit <number>', `show at most so many (default: ${USUAL_LIMIT}, with --json all)`, parseLimit);
  addCommon(command, ['', '--state pending owed', '--label "deploy 1.2.3" --json']).action((options: ListOptions) =>
    run(options, (out, environment) => list(options, out, environment)),
  );
}

async function list(
  { state = STATES, label, limit }: ListOptions,
  out: Output,
  environment: Environment,
): Promise<ExitCode> {
  const browse = await openList(readSettings(environment, { list: readListSettings, credentials: readCredentials }));
  const rows: Listed[] = [];
  for (const name of new Set(STATES.filter((one) => state.includes(one)).map((one) => LIST_OF[one]))) {
    // One by one: so many arguments as there can be rows no call takes.
    for (const row of await browse.read(name)) rows.push(row);
  }
  const wanted = rows
    .filter((row) => state.includes(stateOf(row)) && (label === undefined || labelOf(row) === label))
    .sort((a, b) => STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)));
  const shown = wanted.slice(0, limit ?? (out.json ? wanted.length : USUAL_LIMIT));
  if (out.json) {
    out.result({ count: wanted.length, tasks: shown.map(rowJson) });
    return EXIT.done;
  }
  if (wanted.length === 0) out.print(label === undefined ? 'no tasks' : 'no tasks with this label');
  else
    for (const line of inColumns(['STATE', 'TASK', 'LABEL', 'KIND', 'TIME', ''], shown.map(rowWords))) out.print(line);
  if (shown.length < wanted.length) out.print(`… and ${count(wanted.length - shown.length, 'more task')}: use --limit`);
  return EXIT.done;
}

/** A row that can't be read stands where it is: the next sweep moves it from `pending` to `dead`. */
function stateOf(listed: Listed): State {
  if (listed.state !== 'unreadable') return listed.state;
  return listed.list;
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}
