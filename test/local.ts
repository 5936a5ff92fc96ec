/** npm start: the built poller on the local cloud, from the first tick until every task has been told. With --keep it stays then. */
import { parseArgs } from 'node:util';
import type { Summary } from '../lib/summary';
import { completes } from './cloud/cdn/life';
import { startCloud, TABLE } from './cloud/cloud';
import { pageServer } from './cloud/page/server';
import { stopped } from './cloud/page/stopped';
import { asPlainText } from './cloud/slack/render';
import { fill } from './demo/fill';
import { demoTasks } from './demo/tasks';
import { verify } from './demo/verify';

const MINUTE = 60_000;
const MOST_TICKS = 60;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<boolean> {
  /** Shows the channel and the list on a page, until Ctrl-C. */
  const { keep } = parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values;
  const began = performance.now();
  let shift = 0;
  const now = () => Date.now() + shift;
  const demo = demoTasks(now());
  const lives = new Map(demo.flatMap((task) => (task.way === 'submitted' ? [...task.lives] : [])));
  // Calls and messages are counted on the cloud's clock too: a minute lies between two ticks.
  const cloud = await startCloud({
    now,
    securityToken: 'CAISlocalRoleToken0001',
    cdn: { monotonic: now, lifeOf: ({ url }) => lives.get(url) ?? completes() },
    slack: { monotonic: now },
  });
  const page = keep ? await pageServer(cloud, { now }) : undefined;
  try {
    await cloud.createTable();
    if (page) say(`The channel and the list, live: ${page.url}\n`);
    const tasks = await fill(cloud, demo, () => {
      shift += 1_000;
    });
    say(`A local cloud is running. ${tasks.length} tasks are on the list; each tick is a minute of its clock.\n`);

    let shown = 0;
    for (let tick = 1; tick <= MOST_TICKS; tick++) {
      const invocation = await cloud.functions.tick(cloud.poll.name);
      if (invocation.kind !== 'result') throw new Error(`the poller failed: ${invocation.errorMessage}`);
      const summary = JSON.parse(invocation.body.toString()) as Summary;
      say(`minute ${String(tick - 1).padStart(2)} · ${progress(summary)}`);
      for (const { payload } of cloud.slack.messages.slice(shown)) say(`\n${boxed(asPlainText(payload))}\n`);
      shown = cloud.slack.messages.length;
      if (cloud.tablestore.rows(TABLE).every(({ list }) => list !== 'pending')) break;
      shift += MINUTE;
    }

    const problems = verify(tasks, cloud.slack.messages, cloud.tablestore.rows(TABLE));
    for (const problem of problems) say(`WRONG: ${problem}`);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const { calls, throttled } = cloud.cdn;
    say(
      problems.length === 0
        ? `The list is empty: ${tasks.length} tasks, each told exactly once, in ${shown} messages and ${calls.length} CDN calls (${throttled} throttled), ${seconds} s.`
        : `${problems.length} things went wrong, after ${seconds} s.`,
    );
    if (page) {
      say(`\nThe page stays until Ctrl-C: ${page.url}`);
      await stopped();
    }
    return problems.length === 0;
  } finally {
    await Promise.all([cloud.close(), page?.close()]);
  }
}

function progress({ pending, calls, settled, announced, milliseconds }: Summary): string {
  const ended = Object.entries(settled)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
  return `${pending} on the list · ${calls} ${calls === 1 ? 'call' : 'calls'} · ${ended ? `settled ${ended}` : 'nothing new'} · told ${announced} · ${milliseconds} ms`;
}

function boxed(text: string): string {
  return text
    .split('\n')
    .map((line) => `    │ ${line}`)
    .join('\n');
}

main().then(
  (well) => {
    process.exitCode = well ? 0 : 1;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
