/** `cdn-tasks preload`: fetches URLs into the CDN ahead of visitors and has the tasks watched. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AREAS, type Area } from '../../lib/submission';
import { addCommon, run } from '../run';
import { addSubmission, type SubmissionOptions, submitInput } from '../submission';

interface PreloadOptions extends SubmissionOptions {
  readonly area?: Area;
  readonly l2?: boolean;
  readonly header?: Readonly<Record<string, string>>;
}

export function addPreload(program: Command): void {
  const command = program
    .command('preload')
    .description('Fetch URLs into the CDN ahead of visitors; Slack hears how it ended.')
    .argument('[urls...]', 'with http:// or https://; -, or neither these nor --file, reads standard input')
    .addOption(new Option('--area <area>', 'where to (default: everywhere the domain is served)').choices(AREAS))
    .option('--l2', 'only into the second layer of the CDN')
    .option('--header <"name: value">', 'a header for the request to the origin; may be repeated', addHeader);
  addCommon(addSubmission(command, 'URL'), [
    'https://www.example.com/video.mp4 --wait --timeout 30m',
    '--file urls.txt --header "Accept-Encoding: gzip"',
  ]).action((urls: string[], options: PreloadOptions) =>
    run(options, (out, environment) => {
      const { area, l2, header, label } = options;
      const wish = {
        verb: 'preload',
        ...(area !== undefined && { area }),
        ...(l2 !== undefined && { l2 }),
        ...(header !== undefined && { headers: header }),
        ...(label !== undefined && { label }),
      } as const;
      return submitInput(urls, wish, options, out, environment);
    }),
  );
}

function addHeader(text: string, before: PreloadOptions['header']): PreloadOptions['header'] {
  const [, name, value] = /^([\w-]+):\s*([\x20-\x7e]+)$/.exec(text.trim()) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as "Name: value".');
  return { ...before, [name]: value };
}
