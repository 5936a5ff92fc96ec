/** The built poller and its messages: submissions, a second webhook, pings, and a channel that was silent for days. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { completes, fails } from '../cloud/cdn/life';
import { type Cloud, startCloud, TABLE } from '../cloud/cloud';
import { pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { type SlackServer, slackServer } from '../cloud/slack/server';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SECRET = 'the-secret-of-the-failures-webhook';

let cloud: Cloud;
let failures: SlackServer;
let shift = 0;
beforeEach(async () => {
  shift = 0;
  const now = () => Date.now() + shift;
  failures = await slackServer({ now, monotonic: now, secret: SECRET });
  cloud = await startCloud({
    now,
    cdn: { monotonic: now },
    slack: { monotonic: now },
    environment: { SLACK_FAILURES_WEBHOOK_URL: failures.webhookUrl, SLACK_MENTION_ON_FAILURE: 'S0123ABCD' },
  });
  await cloud.createTable();
});
afterEach(() => Promise.all([cloud.close(), failures.close()]));

function submitted(submission: string, ...ids: string[]): void {
  cloud.tablestore.seed(
    TABLE,
    ids.map((id) => ({
      list: 'pending',
      id,
      submission,
      label: `deploy ${submission}`,
      added: BigInt(Date.now() + shift),
    })),
  );
}

async function tick(minutes = 1): Promise<string[]> {
  const logs: string[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const invocation = await cloud.functions.tick(cloud.poll.name);
    logs.push(...invocation.logs);
    shift += MINUTE;
  }
  return logs;
}

const headlines = ({ messages }: SlackServer) => messages.map(({ payload }) => asPlainText(payload).split('\n')[0]);

it('a submission is told at its end, its failure at once, and to both webhooks', async () => {
  cloud.cdn.tasks.add('1', { life: completes(0) });
  cloud.cdn.tasks.add('2', { life: fails(0, 'OriginTimeout') });
  cloud.cdn.tasks.add('3', { life: completes(2 * MINUTE) });
  submitted('1.2.3', '1', '2', '3');
  await tick(4);
  expect(headlines(failures)).toEqual(['deploy 1.2.3: 1 failed task']);
  expect(headlines(cloud.slack)).toEqual([
    expect.stringMatching(/^deploy 1\.2\.3: 1 failed, 1 task done, 1 task still running/),
    expect.stringMatching(/^deploy 1\.2\.3: 1 failed, 2 of 3 URLs purged/),
  ]);
  expect(cloud.tablestore.rows(TABLE).filter(({ list }) => list === 'pending')).toEqual([]);
});

it('a failure pings whom the setting names, where failures are looked for, and a success nobody', async () => {
  cloud.cdn.tasks.add('1', { life: fails(0) });
  submitted('1', '1');
  await tick();
  cloud.cdn.tasks.add('2', { life: completes(0) });
  submitted('2', '2');
  await tick();
  const pinged = ({ messages }: SlackServer) => messages.map(({ payload }) => pings(payload).length > 0);
  expect([pinged(cloud.slack), pinged(failures)]).toEqual([[false, false], [true]]);
});

it('what was owed for days is told when the webhook works again, once, and marked late', async () => {
  cloud.slack.state = 'no_service';
  for (const id of ['1', '2', '3']) cloud.cdn.tasks.add(id, { life: fails(0) });
  submitted('1', '1', '2', '3');
  const logs = await tick(3);
  expect(logs.join('\n')).toMatch(/"level":"error".*"code":"no_service","advice":"set SLACK_WEBHOOK_URL/);
  shift += 3 * DAY;
  cloud.slack.state = 'ok';
  await tick(2);
  expect(headlines(cloud.slack)).toEqual([expect.stringMatching(/^Late: deploy 1: 3 of 3 URLs failed/)]);
  expect(asPlainText(cloud.slack.messages[0]?.payload ?? {})).toContain('late: it ended at');
  expect(headlines(failures)).toHaveLength(1);
});

it('a poller that dies while it tells the second webhook does not repeat what the first one has, and loses neither', async () => {
  cloud.cdn.tasks.add('1', { life: fails(0) });
  submitted('1', '1');
  failures.faults.when(() => {
    process.kill(cloud.functions.pid(cloud.poll.name) ?? 0, 'SIGKILL');
    return { kind: 'reset' };
  });
  expect((await cloud.functions.tick(cloud.poll.name)).kind).toBe('exit');
  failures.faults.when(() => undefined);
  // The lease of the one that died.
  shift += 3 * MINUTE;
  await tick();
  expect([cloud.slack.messages.length, failures.messages.length]).toEqual([1, 1]);
});

it('the second webhook is as secret as the first', async () => {
  failures.state = 'no_service';
  cloud.cdn.tasks.add('1', { life: fails(0) });
  submitted('1', '1');
  const logs = await tick(2);
  const rows = cloud.tablestore.rows(TABLE).map((row) => Object.values(row).map(String).join());
  expect(
    [...logs, ...rows, ...cloud.slack.messages.map(({ payload }) => JSON.stringify(payload))].join(),
  ).not.toContain(SECRET);
});
