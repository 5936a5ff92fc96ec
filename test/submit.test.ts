/** A request that is delivered more than once, and a run that ends in the middle. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAdditions } from '../lib/edges/tablestore-additions';
import { createBatches } from '../lib/edges/tablestore-batches';
import { createJournal } from '../lib/edges/tablestore-journal';
import { CdnError } from '../lib/errors';
import type { SubmitCall } from '../lib/submission';
import { type SubmitWorld, submit } from '../lib/submit';
import type { CdnSubmit } from '../lib/submit-ports';
import { Refusal } from './cloud/tablestore/refusal';
import { type StartedTablestore, startTablestore, TABLE } from './support/listing';
import { FakeClock, quietLog } from './support/world';

class FakeSubmit implements CdnSubmit {
  readonly calls: SubmitCall[] = [];
  onCall: (number: number) => void = () => undefined;
  hangsAt = 0;
  async submit(call: SubmitCall): Promise<string[]> {
    this.calls.push(call);
    this.onCall(this.calls.length);
    // As for a run that is killed while it waits.
    if (this.calls.length === this.hangsAt) await new Promise(() => undefined);
    return [`task-${this.calls.length}`];
  }
  async quota() {
    return { file: 10_000, directory: 100, regex: 20, 'ignore-params': undefined, preload: 1_000 };
  }
}

let store: StartedTablestore;
let cdn: FakeSubmit;
let clock: FakeClock;
beforeEach(async () => {
  store = await startTablestore();
  cdn = new FakeSubmit();
  clock = new FakeClock();
});
afterEach(() => store.server.close());

function world(): SubmitWorld {
  const batches = createBatches(store.edge, TABLE);
  return { cdn, journal: createJournal(batches), additions: createAdditions(batches), clock, log: quietLog() };
}

let deliveries = 0;
const deliver = (event: unknown, submission = 'request-1') =>
  submit(event, { submission, owner: `delivery-${++deliveries}`, until: 60_000 }, world());

const EVENT = { refresh: { urls: Array.from({ length: 2_500 }, (_, i) => `http://example.com/${i}`) } };
const listed = () =>
  store.server
    .rows(TABLE)
    .filter(({ list }) => list === 'pending')
    .map(({ id }) => id);

describe('a request that is delivered again', () => {
  it('makes no second refresh, and gives the same answer', async () => {
    const first = await deliver(EVENT);
    const second = await deliver(EVENT);
    expect(cdn.calls).toHaveLength(3);
    expect(second).toEqual(first);
    expect(listed()).toEqual(['task-1', 'task-2', 'task-3']);
  });

  it('does not put a task on the list again that was told in the meantime', async () => {
    await deliver(EVENT);
    const { tasks } = await store.list.read();
    const owed = tasks.map((task) => ({
      ...task,
      state: 'owed' as const,
      settled: 5,
      ending: { outcome: 'complete' as const, reasons: [], total: 1, failed: 0, urls: [] },
    }));
    await store.list.save(tasks.map((before, i) => ({ before, after: owed[i] ?? before })));
    await store.list.archive(owed, { at: 6, digest: 'x' });
    expect(listed()).toEqual([]);
    await deliver(EVENT);
    expect(listed()).toEqual([]);
  });

  it('goes on where a run ended that was killed between two calls', async () => {
    cdn.hangsAt = 2;
    void deliver(EVENT);
    await vi.waitFor(() => expect(cdn.calls).toHaveLength(2), { interval: 5 });
    const answer = await deliver(EVENT);
    // The second call was begun and nobody knows its end; the third was never made.
    expect(answer.tasks.map(({ id }) => id)).toEqual(['task-1', 'task-3']);
    expect(answer.failed).toMatchObject([{ code: 'Repeated', urls: { length: 1_000 } }]);
    expect(cdn.calls).toHaveLength(3);
  });

  it('makes each call once when two deliveries run side by side', async () => {
    await Promise.all([deliver(EVENT), deliver(EVENT), deliver(EVENT)]);
    const submitted = cdn.calls.flatMap(({ urls }) => urls);
    expect(new Set(submitted).size).toBe(submitted.length);
    expect(submitted.length).toBe(2_500);
  });

  it('does not watch a task again that somebody else had on the list, and that was told since', async () => {
    await deliver({ watch: ['77'] }, 'request-1');
    expect((await deliver({ watch: ['77'] }, 'request-2')).tasks).toMatchObject([{ listed: 'already' }]);
    await store.client.deleteRow({
      tableName: TABLE,
      condition: new TS.Condition(TS.RowExistenceExpectation.IGNORE, null),
      primaryKey: [{ list: 'pending' }, { id: '77' }],
    });
    expect((await deliver({ watch: ['77'] }, 'request-2')).tasks).toMatchObject([{ listed: 'already' }]);
    expect(listed()).toEqual([]);
  });

  it('is a request of its own when its id is another one', async () => {
    await deliver(EVENT, 'request-1');
    await deliver(EVENT, 'request-2');
    expect(cdn.calls).toHaveLength(6);
  });
});

it('makes a call although the answer to its claim was lost', async () => {
  store.server.faults.when((call) =>
    call.url === '/BatchWriteRow' && call.body.includes('delivery-') && lost-- > 0 ? { kind: 'lost' } : undefined,
  );
  let lost = 1;
  expect((await deliver({ refresh: { urls: ['http://example.com/'] } })).tasks).toMatchObject([
    { id: 'task-1', listed: 'added' },
  ]);
});

it('begins no call when time is short, and names the URLs', async () => {
  cdn.onCall = () => clock.pass(30_000);
  const answer = await deliver(EVENT);
  expect(answer.tasks).toHaveLength(2);
  expect(answer.failed).toMatchObject([
    { code: 'OutOfTime', reason: expect.stringContaining('submit these URLs again') },
  ]);
});

it('gives up on a call after three repetitions', async () => {
  cdn.onCall = () => {
    throw new CdnError('throttled', 'Throttling.User', 'Slow down.');
  };
  const answer = await deliver({ refresh: { urls: ['http://example.com/'] } });
  expect(cdn.calls).toHaveLength(4);
  expect(answer.failed).toMatchObject([
    { code: 'Throttling.User', reason: 'Slow down: the CDN is busy: submit these URLs again' },
  ]);
});

it('makes no call whose claim took all the time, and goes on to what needs none', async () => {
  const slow = world();
  const { claim } = slow.journal;
  const journal = {
    ...slow.journal,
    claim: (...of: Parameters<typeof claim>) => {
      clock.pass(55_000);
      return claim(...of);
    },
  };
  const answer = await submit(
    { refresh: { urls: ['http://example.com/'] }, watch: ['88'] },
    { submission: 'request-1', owner: 'x', until: 60_000 },
    { ...slow, journal },
  );
  expect(cdn.calls).toHaveLength(0);
  expect(answer).toMatchObject({ failed: [{ code: 'OutOfTime' }], tasks: [{ id: '88', listed: 'added' }] });
});

it('has an answer for every call although one ends in a way nobody foresaw', async () => {
  cdn.onCall = (number) => {
    if (number === 2) throw new TypeError('what is this?');
  };
  const answer = await deliver(EVENT);
  expect(answer.tasks).toHaveLength(2);
  expect(answer.failed).toMatchObject([{ code: 'Unexpected', reason: expect.stringContaining('not known whether') }]);
});

it('names the one task that could not be put on the list, and no other', async () => {
  store.server.refuseRows((_, { id }) => (id === '701' ? new Refusal(403, 'OTSNoPermissionAccess', 'no') : undefined));
  const { tasks } = await deliver({ watch: ['700', '701', '702'] });
  expect(tasks.map(({ listed: how }) => how)).toEqual(['added', 'unlisted', 'added']);
});
