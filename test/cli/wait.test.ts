/** `--wait`: until all tasks have ended, however that is. The test moves the clock of the cloud, and fires its poller. */
import TS from 'tablestore';
import { it, type TestContext } from 'vitest';
import { type Cloud, settingsFor, startCloud, TABLE } from '../cloud/cloud';
import { Refusal } from '../cloud/tablestore/refusal';
import { jsonOf, type Started, start } from './command';

const MINUTE = 60_000;
const ANY = new TS.Condition(TS.RowExistenceExpectation.IGNORE, null);

interface World {
  readonly cloud: Cloud;
  waiting(args: readonly string[], input?: string): Started;
  /** Refreshes end after five minutes of the cloud's clock. */
  later(minutes: number): Promise<void>;
}

/** A cloud for each test: they spend their time waiting, and so they wait together. */
async function open(onTestFinished: TestContext['onTestFinished']): Promise<World> {
  let shift = 0;
  const cloud = await startCloud({ now: () => Date.now() + shift });
  onTestFinished(() => cloud.close());
  await cloud.createTable();
  return {
    cloud,
    waiting: (args, input) => start([...args, '--wait', '--every', '0.05'], settingsFor(cloud), input),
    async later(minutes) {
      shift += minutes * MINUTE;
      await cloud.functions.tick(cloud.poll.name);
    },
  };
}

it.concurrent('ends with 0 when all are complete, and has told how far it was', async ({ expect, onTestFinished }) => {
  const { later, waiting } = await open(onTestFinished);
  const { printed, ended } = waiting(['refresh', 'http://a.example.com/1', 'http://b.example.com/1']);
  await printed('waiting for 2 tasks');
  await later(6);
  const { code, out, err } = await ended;
  expect([code, err]).toEqual([0, 'waiting for 2 tasks …\n2 of 2 settled, 0 failed\n']);
  expect(out).toContain('2 of 2 tasks complete');
});

it.concurrent('ends with 1 when one has failed, and says which and why', async ({ expect, onTestFinished }) => {
  const { later, waiting } = await open(onTestFinished);
  const { printed, ended } = waiting(['refresh', '-'], 'http://a.example.com/1\nhttp://b.example.com/timeout\n');
  await printed('waiting for 2 tasks');
  await later(6);
  const { code, out, err } = await ended;
  expect(code).toBe(1);
  expect(err).toContain('2 of 2 settled, 1 failed');
  expect(out).toContain('1 of 2 tasks complete');
  expect(out).toMatch(/ {2}\d+ {2}failed: the origin did not answer in time \(OriginTimeout\) · after 6 m( \d s)?\n/);
  expect(out).toContain('    http://b.example.com/timeout\n');
});

it.concurrent('ends when tasks are owed: Slack need not be there for that', async ({ expect, onTestFinished }) => {
  const { cloud, later, waiting } = await open(onTestFinished);
  cloud.slack.state = 'no_service';
  const { printed, ended } = waiting(['refresh', 'http://a.example.com/1']);
  await printed('waiting for 1 task');
  await later(6);
  expect((await ended).code).toBe(0);
});

it.concurrent('ends with 1 when the time is over, and names what is open', async ({ expect, onTestFinished }) => {
  const { waiting } = await open(onTestFinished);
  const { ended } = waiting(['watch', '15704222904', '--timeout', '1.5s']);
  const { code, out } = await ended;
  expect(code).toBe(1);
  expect(out).toContain('0 of 1 task complete\n1 task still open: 15704222904\n');
});

it.concurrent('ends for a task that is on no list any more, and for one on dead', async ({
  expect,
  onTestFinished,
}) => {
  const { cloud, waiting } = await open(onTestFinished);
  const { printed, ended } = waiting(['watch', '1', '2', '--json']);
  await printed('waiting for 2 tasks');
  await cloud.client.putRow({
    tableName: TABLE,
    condition: ANY,
    primaryKey: [{ list: 'dead' }, { id: '1' }],
    attributeColumns: [{ reason: 'spoilt' }],
  });
  for (const id of ['1', '2']) {
    await cloud.client.deleteRow({
      tableName: TABLE,
      condition: ANY,
      primaryKey: [{ list: 'pending' }, { id }],
    });
  }
  const result = await ended;
  expect(result.code).toBe(1);
  expect(jsonOf(result)).toMatchObject({
    tasks: [{ id: '1' }, { id: '2' }],
    waited: {
      open: [],
      ended: expect.arrayContaining([
        { id: '1', outcome: 'dead', reason: 'spoilt' },
        { id: '2', outcome: 'gone' },
      ]),
    },
  });
});

it.concurrent('outlives a moment in which the list can not be read, and ends with 3 when it may not be read', async ({
  expect,
  onTestFinished,
}) => {
  const { cloud, waiting } = await open(onTestFinished);
  const { printed, ended } = waiting(['watch', '1']);
  await printed('waiting for 1 task');
  cloud.tablestore.refuse(503, 'OTSServerUnavailable', 'Server is not available.', 4, 'BatchGetRow');
  cloud.tablestore.refuse(403, 'OTSNoPermissionAccess', 'You have no permission.', 1, 'BatchGetRow');
  const { code, out } = await ended;
  expect([code, out]).toEqual([
    3,
    expect.stringContaining('The wait ended early: BatchGetRow: You have no permission.'),
  ]);
  expect(out).toContain('1 task still open: 1\n');
});

it.concurrent('ends in time, and with 3, when the list gives no answer at the end', async ({
  expect,
  onTestFinished,
}) => {
  const { cloud, waiting } = await open(onTestFinished);
  const { printed, ended } = waiting(['watch', '1', '--timeout', '1.5s']);
  await printed('waiting for 1 task');
  const begun = performance.now();
  cloud.tablestore.faults.next({ kind: 'hang' }, 1_000);
  const { code, out } = await ended;
  expect([code, out]).toEqual([3, expect.stringContaining('1 task still open: 1\n')]);
  expect(out).toContain('The wait ended early: ');
  expect(performance.now() - begun).toBeLessThan(4_000);
});

it.concurrent('says what is known, on both outputs, when it is interrupted', async ({ expect, onTestFinished }) => {
  const { cloud, waiting } = await open(onTestFinished);
  cloud.tablestore.refuseRows((_, { list, id }) =>
    list === 'pending' && id === '2' ? new Refusal(403, 'OTSNoPermissionAccess', 'no') : undefined,
  );
  const { child, printed, ended } = waiting(['watch', '1', '2', '--json']);
  await printed('waiting for 1 task');
  child.kill('SIGINT');
  const result = await ended;
  expect(result.code).toBe(130);
  expect(result.err).toContain('  cdn-tasks watch 2\n');
  expect(jsonOf(result)).toMatchObject({
    tasks: [{ id: '1' }, { id: '2', listed: 'unlisted' }],
    waited: { open: ['1'], ended: [], interrupted: true },
  });
});

it.concurrent('goes on when nobody reads its result', async ({ expect, onTestFinished }) => {
  const { later, waiting } = await open(onTestFinished);
  const { child, printed, ended } = waiting(['refresh', 'http://b.example.com/timeout']);
  child.stdout?.destroy();
  await printed('waiting for 1 task');
  await later(6);
  expect((await ended).code).toBe(1);
});
