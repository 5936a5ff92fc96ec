/** The list over a real connection that fails in every way the service and the network can. */
import TS from 'tablestore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TablestoreError } from '../../lib/errors';
import type { Owed, Waiting } from '../../lib/task';
import { Refusal } from '../cloud/tablestore/refusal';
import { KEYS, putParams, type StartedTablestore, startTablestore, TABLE } from '../support/listing';

let store: StartedTablestore;
let timeLeft = 30_000;
beforeEach(async () => {
  timeLeft = 30_000;
  store = await startTablestore({ timeLeft: () => timeLeft });
});
afterEach(() => store.server.close());

const NOW = Date.UTC(2026, 10, 23, 12);
const waiting = (id: string): Waiting => ({ id, state: 'waiting', urls: [], epoch: 0, added: NOW });
const owed = (id: string, epoch = 5): Owed => ({
  ...waiting(id),
  epoch,
  state: 'owed',
  settled: NOW,
  ending: { outcome: 'complete', reasons: [], total: 1, failed: 0, urls: [] },
});
const settling = (...ids: string[]) => ids.map((id) => ({ before: waiting(id), after: owed(id) }));

async function pending(...ids: string[]): Promise<void> {
  for (const id of ids) await store.client.putRow(putParams(id, { added: NOW }));
  store.server.requests.clear();
}

describe('reading', () => {
  it('takes one request, lease and tasks together', async () => {
    await pending('a', 'b');
    await store.client.putRow(putParams('poll', { owner: 'x', epoch: 3, until: 0 }, 'lease'));
    store.server.requests.clear();
    const page = await store.list.read();
    expect([page.lease?.epoch, page.tasks.length]).toEqual([3, 2]);
    expect(store.server.requests.count()).toBe(1);
  });

  it('is told what time it is by the clock of the service, with the first page', async () => {
    const ahead = await startTablestore({ now: () => Date.now() + 300_000 });
    try {
      const { at = 0 } = await ahead.list.read();
      expect(at - Date.now()).toBeGreaterThan(299_000);
      expect(at - Date.now()).toBeLessThanOrEqual(300_000);
      expect(await ahead.list.read('x')).not.toHaveProperty('at');
    } finally {
      await ahead.server.close();
    }
  });

  it('reads a row that holds nothing but its key as a waiting task', async () => {
    await store.client.putRow(putParams('typed', {}));
    expect((await store.list.read()).tasks).toEqual([{ id: 'typed', state: 'waiting', urls: [], epoch: 0 }]);
  });

  it('leaves columns it does not know alone', async () => {
    await store.client.putRow(putParams('a', { added: NOW, note: 'ask Ops', priority: 7, ratio: 0.5 }));
    await store.list.save(settling('a'));
    expect(store.server.rows(TABLE)[0]).toMatchObject({ note: 'ask Ops', priority: 7n, ratio: 0.5, state: 'owed' });
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['text for a time', 'a', { added: 'yesterday' }, 'column added is not an integer'],
    ['a fraction for a time', 'a', { added: 1.5 }, 'column added is not an integer'],
    ['a negative time', 'a', { added: -1 }, 'column added is negative'],
    ['a time in seconds', 'a', { added: 1_795_000_000 }, 'column added is not in ms since 1970'],
    ['an unknown state', 'a', { state: 'asleep' }, 'column state is neither waiting nor owed'],
    ['a number for a state', 'a', { state: 1 }, 'column state is neither waiting nor owed'],
    ['a number for a label', 'a', { label: 5 }, 'column label is not text'],
    ['bytes for a label', 'a', { label: Buffer.from('x') }, 'column label is not text'],
    ['text for an epoch', 'a', { epoch: 'five' }, 'column epoch is not an integer'],
    ['owed without an ending', 'a', { state: 'owed', settled: NOW }, 'no column ending'],
    [
      'an ending that is no JSON',
      'a',
      { state: 'owed', settled: NOW, ending: '{' },
      'column ending is not the JSON of an ending',
    ],
    [
      'an ending with an unknown outcome',
      'a',
      { state: 'owed', settled: NOW, ending: '{"outcome":"lost"}' },
      'is not the JSON of an ending',
    ],
    ['two ids in one', '1,2', {}, 'one task id a row'],
    ['an id with a blank', ' 12', {}, 'one task id a row'],
  ])('finds %s unreadable, and says why', async (_, id, columns, reason) => {
    await store.client.putRow(putParams(id, columns));
    await store.client.putRow(putParams('good', { added: NOW }));
    const page = await store.list.read();
    expect(page.unreadable).toEqual([expect.objectContaining({ id, reason: expect.stringContaining(reason) })]);
    expect(page.tasks.map((task) => task.id)).toEqual(['good']);
    await store.list.bury(page.unreadable);
    expect(store.server.rows(TABLE).map(({ list, id }) => [list, id])).toEqual([
      ['dead', id],
      ['pending', 'good'],
    ]);
  });

  it('reads a lease that was spoilt by hand as given back, and can take it', async () => {
    await store.client.putRow(putParams('poll', { owner: 5, epoch: 'high', until: 'tomorrow' }, 'lease'));
    const { lease } = await store.list.read();
    expect(lease).toEqual({ owner: '', epoch: 0, until: 0 });
    expect(await store.list.takeLease({ owner: 'me', epoch: 9, until: NOW }, lease)).toBe(true);
  });

  it('reads a list longer than a page to its end', async () => {
    store.server.seed(
      TABLE,
      Array.from({ length: 12_345 }, (_, i) => ({
        list: 'pending',
        id: `t${String(i).padStart(6, '0')}`,
        added: BigInt(NOW),
      })),
    );
    const ids: string[] = [];
    let from: string | undefined;
    do {
      const page = await store.list.read(from);
      ids.push(...page.tasks.map(({ id }) => id));
      from = page.next;
    } while (from !== undefined);
    expect(ids.length).toBe(12_345);
    expect(new Set(ids).size).toBe(12_345);
  });
});

describe('a service that is busy', () => {
  it.each([
    'OTSServerBusy',
    'OTSPartitionUnavailable',
    'OTSTimeout',
    'OTSRowOperationConflict',
    'OTSTableNotReady',
    'OTSNotEnoughCapacityUnit',
  ])('is asked again after %s', async (code) => {
    await pending('a');
    store.server.refuse(503, code, 'try again', 2);
    expect((await store.list.read()).tasks).toHaveLength(1);
    expect(store.server.requests.count()).toBe(3);
  });

  it.each([
    ['OTSNoPermissionAccess', 403],
    ['OTSAuthFailed', 403],
    ['OTSObjectNotExist', 404],
    ['OTSParameterInvalid', 400],
  ])('is not asked again after %s, which names itself in the error', async (code, status) => {
    store.server.refuse(status, code, 'No.', 9);
    await expect(store.list.read()).rejects.toMatchObject({
      name: 'TablestoreError',
      code,
      permanent: true,
      operation: 'GetRange',
    });
    expect(store.server.requests.count()).toBe(1);
  });

  it('is given up after three repetitions', async () => {
    store.server.refuse(503, 'OTSServerBusy', 'busy', 99);
    await expect(store.list.read()).rejects.toMatchObject({ code: 'OTSServerBusy' });
    expect(store.server.requests.count()).toBe(4);
  });
});

describe('a connection that breaks', () => {
  it.each([
    ['before the request is done', { kind: 'reset' }],
    ['after it is done', { kind: 'lost' }],
  ] as const)('%s leaves the row written once, and the writer knowing it', async (_, fault) => {
    await pending('a');
    store.server.faults.next(fault);
    expect([...(await store.list.save(settling('a'))).ids]).toEqual(['a']);
    expect(store.server.rows(TABLE)).toEqual([expect.objectContaining({ id: 'a', state: 'owed', epoch: 5n })]);
  });

  it('in the middle of an answer does not hang the caller beyond the time that is left', async () => {
    await pending('a');
    timeLeft = 300;
    store.server.faults.next({ kind: 'cut', bytes: 3 });
    const began = performance.now();
    await store.list.save(settling('a')).then(({ failed }) => failed);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each(['9223372036854775807', '9007199254740991', '1000000000001'])(
    'takes a lease whose epoch somebody set to %s, once',
    async (epoch) => {
      const columns = { owner: 'x', epoch: TS.Long.fromString(epoch), until: 0 };
      await store.client.putRow(putParams('poll', columns, 'lease'));
      const { lease } = await store.list.read();
      expect(lease).toMatchObject({ epoch: 0 });
      expect(await store.list.takeLease({ owner: 'me', epoch: 9, until: NOW }, lease)).toBe(true);
      expect(await store.list.takeLease({ owner: 'somebody', epoch: 9, until: NOW }, lease)).toBe(false);
      expect(await store.list.holdsLease(9)).toBe(true);
    },
  );

  it('leaves the lease with whoever took it, although the answer was lost', async () => {
    store.server.faults.next({ kind: 'lost' });
    expect(await store.list.takeLease({ owner: 'me', epoch: 9, until: NOW }, undefined)).toBe(true);
  });

  it.each([
    ['a page of HTML', { status: 502, body: '<html>Bad Gateway</html>' }, 'HTTP 502'],
    ['an empty answer', { status: 503, body: '' }, 'HTTP 503'],
  ])('or %s instead of an answer is tried again, then named', async (_, answer, code) => {
    store.server.faults.next({ kind: 'answer', answer }, 4);
    await expect(store.list.read()).rejects.toMatchObject({ code, permanent: false });
  });

  it('and no time left: begins nothing', async () => {
    timeLeft = 100;
    await expect(store.list.read()).rejects.toMatchObject({ code: 'OutOfTime' });
    expect(store.server.requests.count()).toBe(0);
  });
});

describe('recording what was told', () => {
  it.each([
    ['before it is done', { kind: 'reset' }],
    ['after it is done', { kind: 'lost' }],
  ] as const)('is done once although each of its requests is cut off %s', async (_, fault) => {
    const ending = JSON.stringify(owed('a').ending);
    await store.client.putRow(putParams('a', { state: 'owed', settled: NOW, ending, epoch: 5 }));
    let faults = 2;
    let last = '';
    store.server.faults.when((call) => {
      // The first attempt of each of the two requests.
      const first = call.headers['x-ots-contentmd5'] ?? '';
      if (call.url !== '/BatchWriteRow' || first === last || faults-- <= 0) return undefined;
      last = first;
      return fault;
    });
    await store.list.archive([owed('a')], { at: NOW, digest: 'x' });
    expect(store.server.rows(TABLE).map(({ list, id }) => `${list}/${id}`)).toEqual(['done/a']);
    expect(faults).toBe(0);
  });
});

describe('a batch of writes', () => {
  it('is cut to 200 rows a request', async () => {
    const ids = Array.from({ length: 450 }, (_, i) => `t${i}`);
    store.server.seed(
      TABLE,
      ids.map((id) => ({ list: 'pending', id })),
    );
    expect((await store.list.save(settling(...ids))).ids.size).toBe(450);
    expect(store.server.requests.count('BatchWriteRow')).toBe(3);
  });

  it('writes again only the rows that were not through', async () => {
    await pending('a', 'b', 'c');
    let refusals = 1;
    store.server.refuseRows((_, key) =>
      key.id === 'b' && refusals-- > 0 ? new Refusal(503, 'OTSServerBusy', 'busy') : undefined,
    );
    expect([...(await store.list.save(settling('a', 'b', 'c'))).ids].sort()).toEqual(['a', 'b', 'c']);
    expect(store.server.requests.rowsWritten.update).toBe(3);
  });

  it('names the rows it could not write, and writes the others', async () => {
    await pending('a', 'b', 'c');
    store.server.refuseRows((_, key) => (key.id === 'b' ? new Refusal(403, 'OTSNoPermissionAccess', 'no') : undefined));
    const { ids, failed } = await store.list.save(settling('a', 'b', 'c'));
    expect([[...ids].sort(), failed.map(({ code }) => code)]).toEqual([['a', 'c'], ['OTSNoPermissionAccess']]);
  });

  it('is halved when the service refuses it as a whole, so that one row does not keep the others', async () => {
    await pending('a', 'b', 'c', 'd');
    store.server.refuse(400, 'OTSParameterInvalid', 'something about one of the rows', 1, 'BatchWriteRow');
    expect((await store.list.save(settling('a', 'b', 'c', 'd'))).ids.size).toBe(4);
  });

  it('takes nothing off the list whose record could not be written', async () => {
    await store.client.putRow(
      putParams('a', { state: 'owed', settled: NOW, ending: JSON.stringify(owed('a').ending), epoch: 5 }),
    );
    store.server.refuseRows((_, key) =>
      key.list === 'done' ? new Refusal(403, 'OTSNoPermissionAccess', 'no') : undefined,
    );
    await expect(store.list.archive([owed('a')], { at: NOW, digest: 'x' })).rejects.toMatchObject({
      code: 'OTSNoPermissionAccess',
    });
    expect(store.server.rows(TABLE).map(({ list }) => list)).toEqual(['pending']);
  });
});

it('uses the credentials of the moment, not those it was made with', async () => {
  await store.list.read();
  const rotated = { accessKeyId: 'LTAI5tNext', accessKeySecret: 'NextSecret', securityToken: 'NextToken' };
  const before = { ...KEYS };
  store.server.credentials = rotated;
  await expect(store.list.read()).rejects.toMatchObject({ code: 'OTSAuthFailed' });
  Object.assign(KEYS, rotated);
  try {
    expect((await store.list.read()).tasks).toEqual([]);
  } finally {
    Object.assign(KEYS, before);
  }
});

it('shows no credential in an error, even if the service echoes them', async () => {
  store.server.refuse(403, 'OTSAuthFailed', `no ${KEYS.accessKeyId} ${KEYS.accessKeySecret} ${KEYS.securityToken}`, 1);
  const error = await store.list.read().catch((thrown: TablestoreError) => thrown);
  const shown = JSON.stringify([error, String(error), (error as Error).stack, (error as Error).cause]);
  for (const secret of Object.values(KEYS)) expect(shown).not.toContain(secret);
});

it('shows no secret that is echoed in the refusal of one row', async () => {
  await pending('a', 'b');
  const echo = `no ${KEYS.accessKeyId} ${KEYS.accessKeySecret} ${KEYS.securityToken}`;
  store.server.refuseRows((_, key) => (key.id === 'b' ? new Refusal(403, KEYS.accessKeyId, echo) : undefined));
  const { ids, failed } = await store.list.save(settling('a', 'b'));
  expect(ids).toEqual(new Set(['a']));
  expect(failed.map(({ code, message }) => [code, message])).toEqual([
    ['UnreadableCode', 'BatchWriteRow: no [redacted] [redacted] [redacted]'],
  ]);
});
