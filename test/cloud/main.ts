/** npm run cloud: starts the local cloud, prints one JSON line about it, and stays until it is stopped. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { EVERYTHING } from './access';
import { ACCOUNT_ID, CREDENTIALS, INSTANCE, REGION, settingsFor, startCloud, TABLE } from './cloud';
import { pageServer } from './page/server';
import { stopped } from './page/stopped';

async function main(): Promise<void> {
  const values = readOptions();
  const port = (name: PortName) => portOf(values, name);
  const cloud = await startCloud({
    // Whoever tries things out is also the person at the console.
    policies: { user: EVERYTHING },
    ports: {
      cdn: port('cdn-port'),
      tablestore: port('tablestore-port'),
      slack: port('slack-port'),
      functions: port('functions-port'),
    },
    // Standard output holds the one line only.
    onInvocation: (name, { logs, ...invocation }) => {
      for (const line of logs) process.stderr.write(`${line}\n`);
      if (invocation.kind !== 'result') process.stderr.write(`${name}: ${invocation.errorMessage}\n`);
    },
  });
  if (values['create-table']) await cloud.createTable();
  const page = await pageServer(cloud, { port: port('page-port') });
  const { cdn, tablestore, slack, functions } = cloud;
  const about = {
    cdn: cdn.url,
    tablestore: tablestore.url,
    slack: slack.webhookUrl,
    functions: functions.url,
    page: page.url,
    instance: INSTANCE,
    table: TABLE,
    region: REGION,
    accountId: ACCOUNT_ID,
    ...CREDENTIALS,
  };
  if (values.settings) await writeFile(values.settings, asLines(settingsFor(cloud)));
  process.stdout.write(`${JSON.stringify(about)}\n`);

  const timer = setInterval(() => void functions.tick(cloud.poll.name), cloud.poll.timer?.everyMs ?? 60_000);
  await stopped();
  clearInterval(timer);
  await Promise.all([cloud.close(), page.close()]);
  process.exit(0);
}

type PortName = 'cdn-port' | 'tablestore-port' | 'slack-port' | 'functions-port' | 'page-port';

function readOptions() {
  return parseArgs({
    options: {
      'cdn-port': { type: 'string' },
      'tablestore-port': { type: 'string' },
      'slack-port': { type: 'string' },
      'functions-port': { type: 'string' },
      /** Where a browser shows the channel and the list. */
      'page-port': { type: 'string' },
      /** Creates the table as well, so that the poller finds a list. */
      'create-table': { type: 'boolean', default: false },
      /** Writes the settings of cdn-tasks into this file, one NAME=value a line. */
      settings: { type: 'string' },
    },
  }).values;
}

function portOf(values: Readonly<Partial<Record<PortName, string>>>, name: PortName): number {
  const given = values[name] ?? '0';
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535) throw new Error(`--${name} takes a port, not "${given}"`);
  return Number(given);
}

function asLines(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

main().catch((error: Error) => {
  process.stderr.write(`The local cloud did not start: ${error.message}\n`);
  // The servers that did start would keep the process alive.
  process.exit(1);
});
