/** A while in the life of the built product in a local cloud: with a trouble, and when the trouble has passed. */
import { cdnTasks } from '../../cli/command';
import { completes, fails } from '../../cloud/cdn/life';
import { type Cloud, settingsFor, startCloud, TABLE } from '../../cloud/cloud';
import { slackServer } from '../../cloud/slack/server';
import type { Place, Trouble } from './troubles';

const TOKEN = 'CAISuwJ1q6Ft5B2y+fSjIr5DvbBlbBE2bqhd3PQZlIbqbHKg/w==';
const CHECK = Buffer.from('{"check":true}');
const SUBMISSION = Buffer.from(JSON.stringify({ refresh: { urls: ['http://example.com/a.js'] }, watch: ['1'] }));
/** After this the operator is told that a trouble has passed. Ms. */
const BETWEEN_TICKS = 660_000;

/** @param commands sub-commands of cdn-tasks, run side by side while the trouble lasts */
export async function live(trouble: Trouble, commands: readonly (readonly string[])[]): Promise<void> {
  let shift = 0;
  const now = () => Date.now() + shift;
  const failures = await slackServer({ now, monotonic: now, secret: 'SecretOfTheFailuresWebhook01' });
  const cloud = await startCloud({
    now,
    securityToken: TOKEN,
    cdn: { monotonic: now, signingClock: () => now() + place.skewMs },
    slack: { monotonic: now, secret: 'SecretOfTheWebhook0123456' },
    environment: { SLACK_FAILURES_WEBHOOK_URL: failures.webhookUrl },
  });
  const place: Place = { skewMs: 0, failures, cloud };
  try {
    await cloud.createTable();
    trouble.begin(place);
    await work(cloud, ['1', '2']);
    const settings = { ...settingsFor(cloud), ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN };
    await Promise.all(commands.map((args) => cdnTasks(args, settings)));
    pass(place);
    shift += BETWEEN_TICKS;
    await work(cloud, ['3', '4']);
  } finally {
    await Promise.all([cloud.close(), failures.close()]);
  }
}

/** Two tasks end, some more are submitted, and both functions check themselves. */
async function work(
  { cdn, tablestore, functions, poll, submit }: Cloud,
  ids: readonly [string, string],
): Promise<void> {
  cdn.tasks.add(ids[0], { life: completes(0) });
  cdn.tasks.add(ids[1], { life: fails(0, 'OriginTimeout') });
  tablestore.seed(
    TABLE,
    ids.map((id) => ({ list: 'pending', id })),
  );
  await Promise.all([
    functions.tick(poll.name).then(() => functions.invoke(poll.name, CHECK)),
    functions.invoke(submit.name, SUBMISSION).then(() => functions.invoke(submit.name, CHECK)),
  ]);
}

/** All is well again, unless a server has gone or a permission was taken away. */
function pass(place: Place): void {
  const { cloud, failures } = place;
  place.skewMs = 0;
  cloud.cdn.rotate(cloud.roleCredentials);
  cloud.tablestore.credentials = cloud.roleCredentials;
  for (const slack of [cloud.slack, failures]) slack.state = 'ok';
  for (const { faults } of [cloud.cdn, cloud.tablestore, cloud.slack, cloud.functions]) faults.clear();
}
