/** `cdn-tasks show`: all that is known of a task. */
import type { Command } from 'commander';
import type { Listed } from '../../lib/edges/tablestore-listed';
import { clean } from '../../lib/steps/text';
import { readDeadRow } from '../dead-row';
import { EXIT, Problem } from '../exit';
import { rowJson } from '../row-json';
import { endingWords } from '../row-words';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readListSettings } from '../setting-groups';
import { readSettings } from '../settings';
import { inUtc } from '../times';
import { openList } from '../world';

export function addShow(program: Command): void {
  const command = program.command('show').description('Show all that is known of a task.').argument('<id>', 'task id');
  addCommon(command, ['15704222904']).action((id: string, options: CommonOptions) =>
    run(options, async (out, environment) => {
      const browse = await openList(
        readSettings(environment, { list: readListSettings, credentials: readCredentials }),
      );
      const listed = (await browse.find([id])).get(id);
      if (!listed) throw unknownTask(id);
      out.result(rowJson(listed));
      for (const [name, value] of facts(listed)) if (value) out.print(`${`${name}:`.padEnd(12)}${clean(value)}`);
      return EXIT.done;
    }),
  );
}

export function unknownTask(id: string): Problem {
  return new Problem(
    EXIT.failed,
    `there is no task ${clean(id)} on the lists; look with "cdn-tasks list"${/^\d+$/.test(id) ? '' : '; the ids the CDN gives are digits only'}`,
  );
}

function facts(listed: Listed): (readonly [string, string | undefined])[] {
  const id = ['task', listed.id] as const;
  if (listed.state === 'unreadable') {
    return [id, ['state', `on ${listed.list}, but its row can't be read: ${listed.reason}`]];
  }
  if (listed.state === 'dead') {
    const { label, kind, submission, urls, added } = readDeadRow(listed.row);
    return [
      id,
      ['state', 'dead: it needs a person; "cdn-tasks requeue" has it watched again'],
      ['reason', listed.reason],
      ...about({ label, kind, submission, urls, added }),
    ];
  }
  const { task } = listed;
  if (listed.state === 'pending') {
    return [id, ['state', `pending: it is being watched${listed.task.overdue ? ', and overdue' : ''}`], ...about(task)];
  }
  const { ending, settled } = listed.task;
  const done = listed.state === 'done' ? listed : undefined;
  return [
    id,
    [
      'state',
      done
        ? 'done: Slack has been told'
        : 'owed: it has ended, and Slack will be told, at the latest with the rest of its submission',
    ],
    ['outcome', endingWords(ending)],
    ...about({ ...task, urls: ending.urls.length > 0 ? ending.urls : task.urls }),
    ['ended', inUtc(settled)],
    ['told', inUtc(done?.announced)],
    ['digest', done?.digest],
    ['retried', done?.retried && `in submission ${done.retried}`],
  ];
}

function about(task: {
  readonly label?: string | undefined;
  readonly kind?: string | undefined;
  readonly submission?: string | undefined;
  readonly urls: readonly string[];
  readonly added?: number | undefined;
}): (readonly [string, string | undefined])[] {
  return [
    ['label', task.label],
    ['kind', task.kind],
    ['submission', task.submission],
    ['added', inUtc(task.added)],
    ...task.urls.map((url) => ['URL', url] as const),
  ];
}
