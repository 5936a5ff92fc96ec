/** What the server offers its tests: counts, planned errors, seeded rows. */
import type TS from 'tablestore';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from './refusal';
import type { TablestoreServer } from './server';
import { createTable, epoch, errorIn, ignore, key, rawRequest, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeEach(async () => {
  server = await startServer();
  client = sdkClient(server);
  await createTable(client);
});
afterEach(() => server.close());

const put = (id: string) =>
  client.putRow({ tableName: 'tasks', primaryKey: key('a', id), condition: ignore, attributeColumns: [] });

test('requests are counted, all or by operation, with what they wrote', async () => {
  await put('1');
  await put('2');
  await client.deleteRow({ tableName: 'tasks', primaryKey: key('a', '1'), condition: ignore });
  await expect(client.deleteTable({ tableName: 'missing' })).rejects.toThrow();
  expect([server.requests.count(), server.requests.count('PutRow')]).toEqual([5, 2]);
  expect(server.requests.rowsWritten).toEqual({ put: 2, update: 0, delete: 1 });
  expect(server.requests.list.map(({ operation, status, code }) => [operation, status, code])).toEqual([
    ['CreateTable', 200, undefined],
    ['PutRow', 200, undefined],
    ['PutRow', 200, undefined],
    ['DeleteRow', 200, undefined],
    ['DeleteTable', 404, 'OTSObjectNotExist'],
  ]);
  server.requests.clear();
  expect([server.requests.count(), server.requests.rowsWritten.put]).toEqual([0, 0]);
});

test('requests are dated by the server’s clock', async () => {
  const dated = await startServer({ now: () => epoch });
  await rawRequest(dated, 'ListTable', undefined, { at: epoch });
  expect(dated.requests.list.map(({ at }) => at)).toEqual([epoch]);
  await dated.close();
});

test('planned errors come signed, as often as planned, and nothing is done', async () => {
  server.refuse(503, 'OTSServerBusy', 'The server is busy.', 2, 'PutRow');
  await expect(put('1')).rejects.toMatchObject({ statusCode: 503, code: 'OTSServerBusy' });
  await expect(client.listTable({})).resolves.toMatchObject({ tableNames: ['tasks'] });
  await expect(put('1')).rejects.toMatchObject({ message: 'The server is busy.' });
  expect(server.rows('tasks')).toEqual([]);
  await put('1');
  expect(server.rows('tasks')).toEqual([{ list: 'a', id: '1' }]);

  server.refuse(500, 'OTSInternalServerError', 'Internal server error.');
  const answer = await rawRequest(server, 'ListTable');
  expect(errorIn(answer).code).toBe('OTSInternalServerError');
  expect(answer.headers.authorization).toMatch(/^OTS trialId:/);
});

test('a rule refuses single rows of a batch', async () => {
  server.refuseRows((table, { id }) =>
    table === 'tasks' && id === '2'
      ? new Refusal(409, 'OTSRowOperationConflict', 'Data is being modified.')
      : undefined,
  );
  const attributeColumns: TS.AttributesInput = [];
  const row = (id: string) => ({ type: 'PUT', primaryKey: key('a', id), condition: ignore, attributeColumns }) as const;
  const { tables } = await client.batchWriteRow({ tables: [{ tableName: 'tasks', rows: [row('1'), row('2')] }] });
  expect(tables.map(({ errorCode }) => errorCode)).toEqual([null, 'OTSRowOperationConflict']);
  expect(server.rows('tasks')).toEqual([{ list: 'a', id: '1' }]);
});

test('a rule refuses single rows of a batch of reads', async () => {
  await put('1');
  await put('2');
  server.refuseReadRows((_, { id }) => (id === '2' ? new Refusal(503, 'OTSServerBusy', 'Server is busy.') : undefined));
  const primaryKey = [key('a', '1'), key('a', '2')];
  const [rows = []] = (await client.batchGetRow({ tables: [{ tableName: 'tasks', primaryKey }] })).tables;
  expect(rows.map(({ isOk, errorCode }) => [isOk, errorCode])).toEqual([
    [true, null],
    [false, 'OTSServerBusy'],
  ]);
});

test('a request that is not answered has been carried out', async () => {
  server.faults.next({ kind: 'unanswered' });
  void put('1').catch(() => undefined);
  await expect.poll(() => server.rows('tasks')).toHaveLength(1);
});

test('the date of a request can be held against another clock than that of the answers', async () => {
  const shifted = await startServer({ now: () => epoch, signingClock: Date.now });
  const { headers } = await rawRequest(shifted, 'ListTable', undefined, { at: Date.now() });
  expect(headers['x-ots-date']).toContain(new Date(epoch).toISOString().slice(0, 19));
  await shifted.close();
});

test('a lost answer leaves the row written', async () => {
  server.faults.next({ kind: 'lost' });
  await expect(put('1')).rejects.toThrow();
  expect(server.rows('tasks')).toHaveLength(1);
});

test('seeded rows are checked like written ones', () => {
  expect(() => server.seed('tasks', [{ list: 'a' }])).toThrow('Primary key schema mismatch.');
  expect(() => server.seed('tasks', [{ list: 'a', id: 1n }])).toThrow('Primary key schema mismatch.');
  expect(() => server.seed('missing', [])).toThrow('Requested table does not exist.');
  expect(() => server.rows('missing')).toThrow('Requested table does not exist.');
});
