/** `cdn-tasks refresh`: purges URLs from the CDN and has the tasks watched. */
import { type Command, Option } from 'commander';
import { REFRESH_KINDS, type RefreshKind } from '../../lib/submission';
import { addCommon, run } from '../run';
import { addSubmission, type SubmissionOptions, submitInput } from '../submission';

interface RefreshOptions extends SubmissionOptions {
  readonly type: RefreshKind;
  readonly force?: boolean;
}

export function addRefresh(program: Command): void {
  const command = program
    .command('refresh')
    .description('Purge URLs from the CDN; Slack hears how it ended.')
    .argument('[urls...]', 'with http:// or https://; -, or neither these nor --file, reads standard input')
    .addOption(new Option('-t, --type <type>', 'what the URLs are').choices(REFRESH_KINDS).default('file'))
    .option('--force', 'purge directories and expressions even where the origin has not changed');
  addCommon(addSubmission(command, 'URL'), [
    'https://www.example.com/a.js https://www.example.com/b.js --label "deploy 1.2.3" --wait',
    '--type directory --file folders.txt',
    '- < urls.txt',
  ]).action((urls: string[], options: RefreshOptions) =>
    run(options, (out, environment) => {
      const { type, force, label } = options;
      const wish = {
        verb: 'refresh',
        type,
        ...(force !== undefined && { force }),
        ...(label !== undefined && { label }),
      } as const;
      return submitInput(urls, wish, options, out, environment);
    }),
  );
}
