/** `cdn-tasks forget`: stops watching tasks. */
import type { Command } from 'commander';
import { TablestoreError } from '../../lib/errors';
import { clean } from '../../lib/steps/text';
import { adviceFor } from '../advice';
import { EXIT } from '../exit';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readListSettings } from '../setting-groups';
import { readSettings } from '../settings';
import { openList } from '../world';

export function addForget(program: Command): void {
  const command = program
    .command('forget')
    .description('Stop watching tasks: Slack will not hear of them. The CDN goes on with them all the same.')
    .argument('<ids...>', 'task ids');
  addCommon(command, ['15704222904']).action((ids: string[], options: CommonOptions) =>
    run(options, async (out, environment) => {
      const browse = await openList(
        readSettings(environment, { list: readListSettings, credentials: readCredentials }),
      );
      const forgotten: string[] = [];
      const unknown: string[] = [];
      let trouble: string | undefined;
      for (const id of new Set(ids)) {
        try {
          const there = await browse.forget(id);
          (there ? forgotten : unknown).push(id);
          out.print(there ? `${clean(id)} is forgotten` : `${clean(id)} is not on the list: nothing to forget`);
        } catch (error) {
          if (!(error instanceof TablestoreError)) throw error;
          // What was forgotten before stays so, and must be said.
          trouble = [error.message, adviceFor(error)].filter(Boolean).join(': ');
          out.note(`ended at ${clean(id)}, which may be forgotten or not: ${trouble}`);
          break;
        }
      }
      out.result({ forgotten, unknown, trouble });
      if (trouble !== undefined) return EXIT.unreachable;
      return unknown.length > 0 ? EXIT.failed : EXIT.done;
    }),
  );
}
