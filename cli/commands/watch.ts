/** `cdn-tasks watch`: has tasks watched that were made elsewhere. */
import type { Command } from 'commander';
import { addCommon, run } from '../run';
import { addSubmission, type SubmissionOptions, submitInput } from '../submission';

export function addWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('Watch tasks that were made elsewhere, such as in the CDN console.')
    .argument(
      '[ids...]',
      'task ids, also several with commas between them; -, or neither these nor --file, reads standard input',
    );
  addCommon(addSubmission(command, 'id'), ['15704222904 15704222905 --label "hotfix" --wait']).action(
    (ids: string[], options: SubmissionOptions) =>
      run(options, (out, environment) => {
        const { label } = options;
        return submitInput(ids, { verb: 'watch', ...(label !== undefined && { label }) }, options, out, environment);
      }),
  );
}
