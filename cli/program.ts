/** The command with all its sub-commands, and its help. */
import { Command } from 'commander';
import { clean } from '../lib/steps/text';
import packageJson from '../package.json';
import { addDoctor } from './commands/doctor';
import { addForget } from './commands/forget';
import { addList } from './commands/list';
import { addPoll } from './commands/poll';
import { addPreload } from './commands/preload';
import { addRefresh } from './commands/refresh';
import { addRequeue } from './commands/requeue';
import { addRetry } from './commands/retry';
import { addSetup } from './commands/setup';
import { addShow } from './commands/show';
import { addWatch } from './commands/watch';

const AFTER = `
Exit codes:
  0  done
  1  a task or URL failed, a task is not there, or --wait ran out of time
  2  bad usage: options, input or settings; nothing was done unless it says so
  3  a service could not be reached, or did not allow it
  130  --wait was interrupted; the tasks are watched on

Settings come from the environment, or from a file .env in the current folder:
  ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN (with temporary keys)
  ALIBABA_CLOUD_ACCOUNT_ID, ALIBABA_CLOUD_REGION, TABLESTORE_ENDPOINT
  and if they differ from the usual: TABLESTORE_INSTANCE, TABLESTORE_TABLE, CDN_ENDPOINT, SUBMIT_FUNCTION,
  POLL_FUNCTION, FUNCTIONS_ENDPOINT, FUNCTIONS_SERVICE (Function Compute 2.0); for doctor: SLACK_WEBHOOK_URL

Examples:
  $ cdn-tasks doctor
  $ cdn-tasks refresh https://www.example.com/app.js --label "deploy 1.2.3" --wait`;

/** Errors of usage are thrown, not ended with; the sub-commands inherit that. */
export function createProgram(): Command {
  const program = new Command('cdn-tasks')
    .description('Refresh and prefetch files on Alibaba Cloud CDN, and see how the tasks end.')
    .version(packageJson.version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(see --help)')
    // What it says holds arguments as they were given.
    .configureOutput({ outputError: (text, write) => write(text.split('\n').map(clean).join('\n')) })
    .addHelpText('after', AFTER);
  for (const add of [
    addSetup,
    addRefresh,
    addPreload,
    addWatch,
    addList,
    addShow,
    addRetry,
    addForget,
    addRequeue,
    addPoll,
    addDoctor,
  ]) {
    add(program);
  }
  return program;
}
