/** `cdn-tasks requeue`: has a task watched again that ended on `dead`. */
import type { Command } from 'commander';
import { clean } from '../../lib/steps/text';
import { readDeadRow } from '../dead-row';
import { EXIT, Problem } from '../exit';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readListSettings } from '../setting-groups';
import { readSettings } from '../settings';
import { openList } from '../world';

export function addRequeue(program: Command): void {
  const command = program
    .command('requeue')
    .description('Move a task from dead back to the list: the CDN is asked again, and Slack is told.')
    .argument('<id>', 'task id');
  addCommon(command, ['15704222904']).action((id: string, options: CommonOptions) =>
    run(options, async (out, environment) => {
      if (/[\s,]/.test(id)) {
        throw new Problem(EXIT.usage, 'an id with a comma or white space in it can not be watched: one task id a row');
      }
      const browse = await openList(
        readSettings(environment, { list: readListSettings, credentials: readCredentials }),
      );
      const dead = (await browse.read('dead')).find((listed) => listed.id === id);
      if (dead?.state !== 'dead') {
        throw new Problem(EXIT.failed, `${clean(id)} is not on dead; look with "cdn-tasks list --state dead"`);
      }
      if (!(await browse.requeue({ ...readDeadRow(dead.row), id, state: 'waiting', epoch: 0 }))) {
        throw new Problem(EXIT.failed, `${clean(id)} is on the list already: nothing was changed`);
      }
      out.result({ requeued: id });
      out.print(`${clean(id)} is being watched again`);
      return EXIT.done;
    }),
  );
}
