/** Policies in the local cloud: how they are judged, and that every server asks them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE_KEYS } from './access';
import { ACCOUNT_ID, type Cloud, startCloud, TABLE } from './cloud';
import { allowedActions, type Policy, permits, type Statement } from './ram';

const TABLE_ARN = 'acs:ots:local:1:instance/one/table/cdn_tasks';
const policy = (...Statement: Statement[]): Policy => ({ Version: '1', Statement });
const allow = (Action: string | string[], Resource: string | string[] = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const deny = (Action: string, Resource = '*'): Statement => ({ Effect: 'Deny', Action, Resource });

describe('a policy', () => {
  it.each<[string, boolean, Policy[], string?]>([
    ['allows what it names', true, [policy(allow('ots:GetRange', TABLE_ARN))]],
    ['allows what one of several names', true, [policy(allow('ots:PutRow')), policy(allow(['ots:X', 'ots:GetRange']))]],
    ['allows by a wildcard', true, [policy(allow('ots:Get*', 'acs:ots:*:1:instance/one/table/*'))]],
    ['allows one of several resources', true, [policy(allow('*', ['acs:x', TABLE_ARN]))]],
    ['allows nothing when it is empty', false, [policy()]],
    ['does not allow another action', false, [policy(allow('ots:GetRow'))]],
    ['does not allow the beginning of an action', false, [policy(allow('ots:GetR'))]],
    ['does not allow another table', false, [policy(allow('*', `${TABLE_ARN}_2`))]],
    ['does not take a dot for any letter', false, [policy(allow('ots.GetRange'))]],
    ['denies, whatever else allows', false, [policy(deny('ots:Get*')), policy(allow('*'))]],
    ['does not deny what is about another table', true, [policy(allow('*'), deny('*', 'acs:x'))]],
    ['with a condition decides nothing', false, [policy({ ...allow('*'), Condition: {} })]],
    ['for some resources does not allow an action that knows none', false, [policy(allow('*', 'acs:*'))], '*'],
  ])('%s', (_why, allowed, policies, resource = TABLE_ARN) => {
    expect(permits(policies, 'ots:GetRange', resource)).toBe(allowed);
  });

  it('names the actions it allows, each once', () => {
    expect(allowedActions([policy(allow(['b:B', 'a:A'])), policy(allow('a:A'), deny('c:C'))])).toEqual(['a:A', 'b:B']);
  });
});

describe('each function alone, under its own document', () => {
  let cloud: Cloud;
  const invoke = async (name: string, event: object) => {
    const invocation = await cloud.functions.invoke(name, Buffer.from(JSON.stringify(event)));
    if (invocation.kind !== 'result') throw new Error(invocation.errorMessage);
    return JSON.parse(invocation.body.toString());
  };
  beforeAll(async () => {
    cloud = await startCloud();
    await cloud.createTable();
  });
  afterAll(() => cloud.close());

  it('submits', async () => {
    const answer = await invoke(cloud.submit.name, { refresh: { urls: ['http://example.com/a.js'] }, watch: ['1'] });
    expect(answer.failed).toEqual([]);
    expect(answer.tasks).toMatchObject([{ listed: 'added' }, { listed: 'added' }]);
  });

  it('polls', async () => {
    expect(await invoke(cloud.poll.name, {})).toMatchObject({ pending: 2, asked: 2, failedCalls: 0 });
    expect(cloud.tablestore.rows(TABLE).length).toBeGreaterThan(2);
  });

  it.each([
    ['poll', 'cdn:RefreshObjectCaches', false],
    ['poll', 'cdn:DescribeRefreshTaskById', true],
    ['submit', 'cdn:DescribeRefreshTaskById', false],
    ['submit', 'cdn:RefreshObjectCaches', true],
  ] as const)('may do what it needs, not what only the other does: %s %s', (name, action, allowed) => {
    const resource = action === 'cdn:RefreshObjectCaches' ? `acs:cdn:*:${ACCOUNT_ID}:domain/example.com` : '*';
    expect(cloud.access.permits(ROLE_KEYS[name].accessKeyId, action, resource)).toBe(allowed);
  });

  it('fails, and says what is missing, when one action is taken away', async () => {
    cloud.access.deny('poll', 'ots:GetRange');
    const { kind, logs } = await cloud.functions.tick(cloud.poll.name);
    expect(kind).toBe('error');
    expect(JSON.parse(logs[0] ?? '{}')).toMatchObject({
      code: 'OTSNoPermissionAccess',
      advice:
        'the role of the function lacks the permission ots:GetRange on the table: allow it as in ram/poll-policy.json',
    });
    cloud.access.deny('submit', 'cdn:RefreshObjectCaches');
    const { failed } = await invoke(cloud.submit.name, { refresh: { urls: ['http://example.com/b.js'] } });
    expect(failed).toMatchObject([
      { code: 'Forbidden.RAM', reason: expect.stringContaining('ram/submit-policy.json') },
    ]);
  });
});
