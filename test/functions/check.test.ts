/** The built functions, asked to check themselves: they say what is wrong, and change nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckAnswer } from '../../lib/check';
import { type Cloud, INSTANCE, startCloud, TABLE } from '../cloud/cloud';
import type { Invocation } from '../cloud/functions/function';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
  await cloud.createTable();
  cloud.tablestore.seed(TABLE, [{ list: 'pending', id: '1' }]);
  cloud.tablestore.requests.clear();
});
afterEach(() => cloud.close());

const invoke = (name: string, event: object = { check: true }): Promise<Invocation> =>
  cloud.functions.invoke(name, Buffer.from(JSON.stringify(event)));

function answerOf(invocation: Invocation): CheckAnswer {
  if (invocation.kind !== 'result') throw new Error(invocation.errorMessage);
  return JSON.parse(invocation.body.toString());
}

const ok = (...names: string[]) => names.map((check) => ({ check, ok: true }));

describe('a function that checks itself', () => {
  it('finds the poller right', async () => {
    expect(answerOf(await invoke(cloud.poll.name))).toEqual({
      function: 'poll',
      instance: INSTANCE,
      table: TABLE,
      checks: ok('ots:GetRange', 'ots:BatchGetRow', 'ots:BatchWriteRow', 'cdn:DescribeRefreshTaskById', 'webhook'),
      untried: [],
    });
  });

  it('finds the submit function right, and says what it could not try', async () => {
    expect(answerOf(await invoke(cloud.submit.name))).toEqual({
      function: 'submit',
      instance: INSTANCE,
      table: TABLE,
      checks: ok('ots:BatchGetRow', 'ots:BatchWriteRow', 'cdn:DescribeRefreshQuota'),
      untried: ['cdn:RefreshObjectCaches', 'cdn:PushObjectCache'],
    });
  });

  it('changes nothing, posts nothing, and takes no lease', async () => {
    const before = JSON.stringify(cloud.tablestore.rows(TABLE).map((row) => Object.entries(row).join()));
    const invocations = [await invoke(cloud.poll.name), await invoke(cloud.submit.name)];
    expect(JSON.stringify(cloud.tablestore.rows(TABLE).map((row) => Object.entries(row).join()))).toBe(before);
    expect(cloud.tablestore.requests.rowsWritten).toEqual({ put: 0, update: 0, delete: 0 });
    expect([cloud.slack.messages, cloud.cdn.tasks.ids]).toEqual([[], []]);
    for (const { logs } of invocations) expect(logs.map((line) => JSON.parse(line).msg)).toEqual(['checked']);
  });

  it('leaves even a row alone that has the key it tries', async () => {
    cloud.tablestore.seed(TABLE, [{ list: 'check', id: 'none', check: 'x' }]);
    expect(answerOf(await invoke(cloud.poll.name)).checks.every((one) => one.ok)).toBe(true);
    expect(cloud.tablestore.rows(TABLE).map(({ list }) => list)).toContain('check');
  });

  it('says what is wrong, and logs how much', async () => {
    cloud.access.deny('poll', 'ots:BatchWriteRow');
    cloud.slack.state = 'no_service';
    const invocation = await invoke(cloud.poll.name);
    expect(answerOf(invocation).checks.filter((one) => !one.ok)).toEqual([
      {
        check: 'ots:BatchWriteRow',
        ok: false,
        code: 'OTSNoPermissionAccess',
        found: 'its role lacks ots:BatchWriteRow',
        advice: 'allow it as in ram/poll-policy.json',
      },
      expect.objectContaining({ check: 'webhook', ok: false, code: 'no_service' }),
    ]);
    const lines = invocation.logs.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: 'error', check: 'ots:BatchWriteRow', code: 'OTSNoPermissionAccess' },
      { msg: 'checked', checks: 5, wrong: 2 },
    ]);
  });

  it('takes nothing else for that request', async () => {
    expect(answerOf(await invoke(cloud.poll.name, { check: true, more: 1 }))).toMatchObject({ pending: 1 });
    expect(answerOf(await invoke(cloud.submit.name, { check: true, watch: ['2'] }))).toMatchObject({
      refused: [expect.stringContaining('check is not a field')],
    });
    expect(answerOf(await invoke(cloud.submit.name, { check: 'yes' }))).toMatchObject({ refused: expect.any(Array) });
  });
});
