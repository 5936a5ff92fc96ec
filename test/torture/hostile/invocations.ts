/** Hostile events for the built functions on the local cloud: a refusal or a normal sweep, and the next good event works. */
import { asksForCheck, readEvent } from '../../../lib/steps/check-event';
import { completes } from '../../cloud/cdn/life';
import { type Cloud, CREDENTIALS, startCloud, TABLE } from '../../cloud/cloud';
import type { Invocation } from '../../cloud/functions/function';
import { asPlainText } from '../../cloud/slack/render';
import { events, type HostileEvent } from './event-texts';
import { type Found, search, type Wrong } from './search';
import { leaked } from './secrets';

const MINUTE = 60_000;
const TOKEN = 'CAISrole-token-0123456789';
const WEBHOOK = 'a-secret-of-the-webhook-0123456789';
const SECRETS = [TOKEN, WEBHOOK, CREDENTIALS.accessKeySecret, CREDENTIALS.accessKeyId];

export async function hostileInvocations(seed: number, numRuns: number): Promise<Found> {
  // A minute between any two sweeps: Slack has its pause, and nobody waits for it.
  let shift = 0;
  const now = () => Date.now() + shift;
  const clocks = { now, monotonic: now };
  const cloud = await startCloud({ now, securityToken: TOKEN, cdn: clocks, slack: { ...clocks, secret: WEBHOOK } });
  await cloud.createTable();
  let serial = 500_000_000;
  try {
    return await search(
      'invocations',
      events,
      (example) =>
        judge(cloud, example, () => {
          shift += MINUTE;
          return String(++serial);
        }),
      { seed, numRuns },
    );
  } finally {
    await cloud.close();
  }
}

async function judge(cloud: Cloud, { bytes }: HostileEvent, next: () => string): Promise<Wrong> {
  const event = Buffer.from(bytes as Uint8Array);
  const check = asksForCheck(readEvent(String(event)));
  const swept = await sweepWith(cloud, event, next());
  const submitted = await cloud.functions.invoke(cloud.submit.name, event);
  // The next good event, for a task that was not there before.
  const id = next();
  const watched = await cloud.functions.invoke(cloud.submit.name, Buffer.from(`{"watch":["${id}"]}`));
  const after = await sweepWith(cloud, Buffer.from('{}'), id, { seed: false });
  const all = [swept.invocation, submitted, watched, after.invocation];
  const untold = [...(check ? [] : swept.wrong), ...after.wrong];
  return {
    lost: untold.length,
    breaches: [
      ...untold,
      ...wrongAnswer(submitted, check),
      ...(answerOf(watched).includes(`"id":"${id}"`) ? [] : [`the next good event is answered ${answerOf(watched)}`]),
      ...all.flatMap((invocation) => [
        ...(invocation.kind === 'result' ? [] : [`${invocation.kind}: ${invocation.errorMessage.slice(0, 200)}`]),
        ...leaked(SECRETS, [invocation.logs, answerOf(invocation)]),
      ]),
    ],
  };
}

/** A sweep with a task on the list that has ended: it must be told, whatever the event is. */
async function sweepWith(cloud: Cloud, event: Buffer, id: string, { seed } = { seed: true }) {
  cloud.cdn.tasks.add(id, { life: completes(0) });
  if (seed) cloud.tablestore.seed(TABLE, [{ list: 'pending', id }]);
  const before = cloud.slack.messages.length;
  const invocation = await cloud.functions.invoke(cloud.poll.name, event);
  const messages = cloud.slack.messages.slice(before).map(({ payload }) => asPlainText(payload));
  const told = messages.some((text) => text.includes(`task ${id}`) || /and [\d,]+ more$/m.test(text));
  const done = cloud.tablestore.rows(TABLE).some((row) => row.list === 'done' && row.id === id);
  return { invocation, wrong: told && done ? [] : [`the neighbour ${id} is ${done ? 'not told' : 'not done'}`] };
}

function wrongAnswer(invocation: Invocation, check: boolean): string[] {
  if (invocation.kind !== 'result') return [];
  const { refused, tasks = [], failed = [], checks = [] } = JSON.parse(answerOf(invocation));
  if (check) return checks.length > 0 ? [] : ['a check answers nothing'];
  const answered = refused === undefined ? tasks.length + failed.length : refused.length;
  return answered > 0 ? [] : ['a submission answers nothing'];
}

function answerOf(invocation: Invocation): string {
  return invocation.kind === 'result' ? invocation.body.toString() : invocation.errorMessage;
}
