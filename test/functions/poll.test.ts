/** The built poller, run as the platform runs it, with the bytes the platform sends. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Summary } from '../../lib/summary';
import { completes, fails } from '../cloud/cdn/life';
import { type Cloud, CREDENTIALS, startCloud, TABLE } from '../cloud/cloud';
import type { Invocation } from '../cloud/functions/function';
import { functionsServer } from '../cloud/functions/server';
import { asPlainText } from '../cloud/slack/render';

const MINUTE = 60_000;
const TOKEN = 'CAISrole-token-0123456789';
const POLL = 'cdn-task-poll';
/** What a timer trigger sends. */
const TIMER_EVENT = Buffer.from('{"triggerTime":"2026-11-23T07:49:00Z","triggerName":"every-minute","payload":""}');

let cloud: Cloud;
let shift = 0;
beforeEach(async () => {
  shift = 0;
  const now = () => Date.now() + shift;
  cloud = await startCloud({ now, securityToken: TOKEN, cdn: { monotonic: now }, slack: { monotonic: now } });
  await cloud.createTable();
  cloud.tablestore.requests.clear();
});
afterEach(() => cloud.close());

function pending(...ids: string[]): void {
  cloud.tablestore.seed(
    TABLE,
    ids.map((id) => ({ list: 'pending', id, added: BigInt(Date.now()) })),
  );
}

function summaryOf(invocation: Invocation): Summary {
  if (invocation.kind !== 'result') throw new Error(invocation.errorMessage);
  return JSON.parse(invocation.body.toString()) as Summary;
}

const lists = () =>
  cloud.tablestore
    .rows(TABLE)
    .map(({ list, id }) => `${list}/${id}`)
    .filter((row) => row !== 'lease/poll');

describe('a tick', () => {
  it('of an empty list costs one request to Tablestore and nothing else', async () => {
    expect(summaryOf(await cloud.functions.tick(POLL))).toMatchObject({ pending: 0, calls: 0, announced: 0 });
    expect(cloud.tablestore.requests.list.map(({ operation }) => operation)).toEqual(['GetRange']);
    expect([cloud.cdn.calls.length, cloud.slack.arrived]).toEqual([0, 0]);
  });

  it('tells Slack what has ended, and returns its counts', async () => {
    cloud.cdn.tasks.add('1', { url: 'http://example.com/a.js', life: completes(0) });
    cloud.cdn.tasks.add('2', { url: 'http://example.com/b.js', life: fails(0, 'OriginTimeout') });
    cloud.cdn.tasks.add('3', { url: 'http://example.com/c.js', life: completes(9 * MINUTE) });
    pending('1', '2', '3');
    const summary = summaryOf(await cloud.functions.invoke(POLL, TIMER_EVENT));
    expect(summary).toEqual({
      pending: 3,
      asked: 3,
      calls: 1,
      failedCalls: 0,
      settled: { complete: 1, failed: 1, missing: 0, expired: 0, rejected: 0 },
      announced: 2,
      owed: 0,
      held: 0,
      messages: 1,
      skipped: {},
      milliseconds: expect.any(Number),
    });
    expect(lists()).toEqual(['done/1', 'done/2', 'pending/3']);
    const [message] = cloud.slack.messages;
    expect(asPlainText(message?.payload ?? {})).toContain('http://example.com/b.js');
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'tick'],
    ['JSON of another kind', '[1,2]'],
    ['bytes that are no text', '\xff\xfe'],
  ])('works whatever the event is: %s', async (_, event) => {
    expect(summaryOf(await cloud.functions.invoke(POLL, Buffer.from(event, 'latin1')))).toMatchObject({ pending: 0 });
  });

  it('uses the credentials of each invocation, since a warm instance gets new ones', async () => {
    const first = await cloud.functions.tick(POLL);
    const next = { accessKeyId: 'STS.next', accessKeySecret: 'next-secret', securityToken: 'next-token' };
    cloud.tablestore.credentials = next;
    cloud.cdn.rotate(next);
    const pid = cloud.functions.pid(POLL);
    const refused = await cloud.functions.tick(POLL);
    cloud.roleCredentials = next;
    const second = await cloud.functions.tick(POLL);
    expect([first.kind, refused.kind, second.kind]).toEqual(['result', 'error', 'result']);
    expect(cloud.functions.pid(POLL)).toBe(pid);
  });

  it('writes only JSON lines to the log, each with the id of its request', async () => {
    cloud.cdn.tasks.add('1', { life: completes(0) });
    pending('1');
    const { logs, requestId } = await cloud.functions.tick(POLL);
    expect(logs.length).toBeGreaterThan(1);
    for (const line of logs) expect(JSON.parse(line)).toMatchObject({ requestId, level: 'info' });
  });
});

it('ends in time, and tells what it has learnt, however slowly it may ask', async () => {
  const slow = await startCloud({ environment: { CDN_CALLS_PER_SECOND: '1' } });
  try {
    await slow.createTable();
    const ids = Array.from({ length: 1_000 }, (_, i) => `t${i}`);
    for (const id of ids) slow.cdn.tasks.add(id, { life: completes(0) });
    slow.tablestore.seed(
      TABLE,
      ids.map((id) => ({ list: 'pending', id, added: BigInt(Date.now()) })),
    );
    const functions = await functionsServer({
      functions: [{ ...slow.poll, timeout: 10 }],
      credentials: CREDENTIALS,
      roleCredentials: () => slow.roleCredentials,
    });
    const summary = summaryOf(await functions.invoke(POLL, TIMER_EVENT));
    await functions.close();
    expect(summary.calls).toBeGreaterThan(1);
    expect(summary).toMatchObject({
      announced: summary.asked,
      owed: 0,
      skipped: { 'out-of-time': 1_000 - summary.asked },
    });
    expect(summary.milliseconds).toBeLessThan(6_000);
  } finally {
    await slow.close();
  }
});

describe('a killed instance', () => {
  it('loses nothing: what it settled is told by a later one, once', async () => {
    cloud.cdn.tasks.add('1', { life: completes(0) });
    pending('1');
    cloud.slack.faults.next({ kind: 'hang' });
    const killed = cloud.functions.tick(POLL);
    await vi.waitFor(() => expect(cloud.slack.arrived).toBe(1), { timeout: 10_000, interval: 5 });
    process.kill(cloud.functions.pid(POLL) ?? 0, 'SIGKILL');
    expect(await killed).toMatchObject({ kind: 'exit' });
    expect(lists()).toEqual(['pending/1']);

    // Its lease still holds: nobody else sweeps until it can not be alive any more.
    expect(summaryOf(await cloud.functions.tick(POLL)).skipped).toEqual({ 'lease-held': 1 });
    shift += 3 * MINUTE;
    expect(summaryOf(await cloud.functions.tick(POLL))).toMatchObject({ announced: 1, owed: 0 });
    expect(lists()).toEqual(['done/1']);
    expect(cloud.slack.messages).toHaveLength(1);
  });

  it('repeats at most the one message that Slack had and nobody recorded', async () => {
    cloud.cdn.tasks.add('1', { life: completes(0) });
    pending('1');
    const writes = () => cloud.tablestore.rows(TABLE).some(({ state }) => state === 'owed');
    cloud.tablestore.faults.when((call) => (call.url === '/BatchWriteRow' && writes() ? { kind: 'hang' } : undefined));
    const killed = cloud.functions.tick(POLL);
    await vi.waitFor(() => expect(cloud.slack.messages).toHaveLength(1), { timeout: 10_000, interval: 5 });
    process.kill(cloud.functions.pid(POLL) ?? 0, 'SIGKILL');
    await killed;
    cloud.tablestore.faults.clear();
    for (let tick = 0; tick < 3; tick++) {
      shift += 3 * MINUTE;
      await cloud.functions.tick(POLL);
    }
    expect(cloud.slack.messages).toHaveLength(2);
    const ids = cloud.slack.messages.map(({ payload }) => /digest \w+/.exec(asPlainText(payload))?.[0]);
    expect(ids[0]).toBe(ids[1]);
    expect(lists()).toEqual(['done/1']);
  });
});

describe('a poller that can do nothing', () => {
  async function invokeWith(environment: Record<string, string>, timeout = 60): Promise<Invocation> {
    const functions = await functionsServer({
      functions: [{ ...cloud.poll, timeout, environmentVariables: environment }],
      credentials: CREDENTIALS,
      roleCredentials: () => ({ ...CREDENTIALS, securityToken: TOKEN }),
    });
    try {
      return await functions.invoke(POLL, TIMER_EVENT);
    } finally {
      await functions.close();
    }
  }

  it('names every bad setting at once, and shows no secret', async () => {
    const invocation = await invokeWith({
      SLACK_WEBHOOK_URL: 'http://hooks.example/services/T0/B0/WebhookSecret42',
      NOTIFY: 'some',
    });
    expect(invocation).toMatchObject({ kind: 'error', errorType: 'ConfigError' });
    const shown = JSON.stringify(invocation);
    for (const name of ['TABLESTORE_ENDPOINT', 'SLACK_WEBHOOK_URL', 'NOTIFY']) expect(shown).toContain(name);
    expect(shown).not.toContain('WebhookSecret42');
    expect(invocation.logs).toHaveLength(1);
  });

  it("asks for a longer timeout when the function has the platform's default of 3 s", async () => {
    const invocation = await invokeWith(cloud.poll.environmentVariables, 3);
    expect(invocation).toMatchObject({ kind: 'error', errorMessage: expect.stringContaining('at least 10 s') });
  });

  it.each([
    ['there is no table', { TABLESTORE_TABLE: 'other' }, 'OTSObjectNotExist', 'cdn-tasks setup'],
    ['nobody answers', { TABLESTORE_ENDPOINT: 'http://127.0.0.1:1' }, 'NetworkingError', 'TABLESTORE_ENDPOINT'],
  ])('says in one log line, with the code, what to do when %s', async (_, environment, code, advice) => {
    const invocation = await invokeWith({ ...cloud.poll.environmentVariables, ...environment });
    expect(invocation.kind).toBe('error');
    const errors = invocation.logs.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(errors).toEqual([expect.objectContaining({ code, advice: expect.stringContaining(advice) })]);
  });

  it('tells the operator in Slack once that the table is not there, and once that it works again', async () => {
    const headlines = () => cloud.slack.messages.map(({ payload }) => asPlainText(payload).split('\n')[0]);
    await cloud.client.deleteTable({ tableName: TABLE });
    for (let minute = 0; minute < 3; minute++) {
      expect((await cloud.functions.tick(POLL)).kind).toBe('error');
      shift += MINUTE;
    }
    expect(headlines()).toEqual(['Tablestore refuses the poller: OTSObjectNotExist']);
    expect(asPlainText(cloud.slack.messages[0]?.payload ?? {})).toContain('cdn-tasks setup');
    await cloud.createTable();
    await cloud.functions.tick(POLL);
    expect(headlines()).toHaveLength(1);
    shift += 10 * MINUTE;
    for (let minute = 0; minute < 2; minute++) await cloud.functions.tick(POLL);
    expect(headlines().slice(1)).toEqual(['The poller works again']);
  });

  it('tells the operator what keeps it from telling anything else', async () => {
    cloud.cdn.tasks.add('1', { life: completes(0) });
    pending('1');
    cloud.tablestore.refuse(403, 'OTSNoPermissionAccess', 'You have no permission.', 9, 'BatchGetRow');
    await cloud.functions.tick(POLL);
    const said = cloud.slack.messages.map(({ payload }) => asPlainText(payload));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Tablestore refuses the poller: OTSNoPermissionAccess for BatchGetRow/);
    expect(said[0]).toContain('ram/poll-policy.json');
  });

  it('leaves Slack alone when it asks for that, also with what the operator should hear', async () => {
    await cloud.client.deleteTable({ tableName: TABLE });
    const answer = { status: 429, headers: { 'retry-after': '300' }, body: 'rate_limited' };
    cloud.slack.faults.next({ kind: 'answer', answer });
    for (let minute = 0; minute < 4; minute++) {
      await cloud.functions.tick(POLL);
      shift += MINUTE;
    }
    expect([cloud.slack.arrived, cloud.slack.messages.length]).toEqual([1, 0]);
    shift += 2 * MINUTE;
    await cloud.functions.tick(POLL);
    expect(cloud.slack.messages).toHaveLength(1);
  });

  it('tells the operator again after a day', async () => {
    await cloud.client.deleteTable({ tableName: TABLE });
    await cloud.functions.tick(POLL);
    shift += 24 * 60 * MINUTE;
    await cloud.functions.tick(POLL);
    expect(cloud.slack.messages).toHaveLength(2);
  });

  it('tells the operator in Slack when the CDN refuses it', async () => {
    pending('1');
    cloud.cdn.deny('DescribeRefreshTaskById');
    const summary = summaryOf(await cloud.functions.tick(POLL));
    expect(summary).toMatchObject({ calls: 1, failedCalls: 1 });
    expect(asPlainText(cloud.slack.messages[0]?.payload ?? {})).toContain('cdn:DescribeRefreshTaskById');
  });

  it('says in one line of its log, with the code, what to do when the CDN refuses it', async () => {
    pending(...Array.from({ length: 50 }, (_, i) => String(100 + i)));
    cloud.cdn.deny('DescribeRefreshTaskById');
    const { logs } = await cloud.functions.tick(POLL);
    const errors = logs.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'Forbidden.RAM',
        advice: expect.stringContaining('cdn:DescribeRefreshTaskById'),
      }),
    ]);
  });
});

it('needs nothing but the bundle', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'poll-'));
  await copyFile('dist/poll.js', path.join(folder, 'poll.js'));
  const functions = await functionsServer({
    functions: [{ ...cloud.poll, code: folder }],
    credentials: CREDENTIALS,
    roleCredentials: () => ({ ...CREDENTIALS, securityToken: TOKEN }),
  });
  try {
    expect(summaryOf(await functions.invoke(POLL, TIMER_EVENT))).toMatchObject({ pending: 0 });
  } finally {
    await functions.close();
    await rm(folder, { recursive: true });
  }
});

it('keeps every secret out of its logs, its answers and the table, whatever goes wrong', async () => {
  const secrets = [
    CREDENTIALS.accessKeyId,
    CREDENTIALS.accessKeySecret,
    TOKEN,
    new URL(cloud.slack.webhookUrl).pathname,
    'Signature=',
  ];
  cloud.cdn.tasks.add('1', { life: completes(0) });
  pending('1', '2');
  const shown: string[] = [];
  for (const trouble of [
    () => cloud.slack.faults.next({ kind: 'reset' }),
    () => cloud.cdn.faults.next({ kind: 'reset' }, 3),
    () => cloud.cdn.rotate({ accessKeyId: 'x', accessKeySecret: 'y' }),
    () => void Object.assign(cloud.slack, { state: 'no_service' }),
    () => void Object.assign(cloud.tablestore, { credentials: { accessKeyId: 'x', accessKeySecret: 'y' } }),
  ]) {
    trouble();
    shown.push(JSON.stringify(await cloud.functions.tick(POLL)));
    shift += MINUTE;
  }
  const everything = [
    ...shown,
    ...cloud.tablestore.rows(TABLE).map((row) => Object.values(row).map(String).join()),
  ].join();
  for (const secret of secrets) expect(everything).not.toContain(secret);
});
