/** Requests and answers byte by byte: protobuf and PlainBuffer put together with nothing of ours. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { epoch, errorIn, rawRequest, startServer } from './trial';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const table = '0a 04 68616e64';
const key = '75000000 01 03 04 02000000 6964 05 06000000 03 01000000 37 0a 34';
const five = '02 03 04 01000000 6e 05 09000000 00 0500000000000000 0a 04 09 1e';
const ignore = '1a 02 08 00';
const putRow = hex(`${table} 12 34 ${key} ${five} ${ignore}`);
const getRow = hex(`${table} 12 1c ${key} 09 ad 28 01`);

let server: TablestoreServer;
beforeEach(async () => {
  server = await startServer({ now: () => epoch });
  const meta = '0a 0e 0a 04 68616e64 12 06 0a 02 6964 10 02';
  const throughput = '12 06 0a 04 08 00 10 00';
  const options = '1a 0d 08 ffffffffffffffffff01 10 01';
  const answer = await rawRequest(server, 'CreateTable', hex(`${meta} ${throughput} ${options}`), { at: epoch });
  expect(answer.status, answer.body.toString()).toBe(200);
  expect(answer.body).toHaveLength(0);
});
afterEach(() => server.close());

test('a row is put and answered with its timestamp, without padding', async () => {
  const put = await rawRequest(server, 'PutRow', putRow, { at: epoch });
  // consumed { capacity_unit { read 0, write 1 } }, and no row.
  expect(put.body).toEqual(hex('0a 06 0a 04 08 00 10 01'));
  expect(server.rows('hand')).toEqual([{ id: '7', n: 5n }]);

  const got = await rawRequest(server, 'GetRow', getRow, { at: epoch });
  expect(got.body.subarray(0, 8)).toEqual(hex('0a 06 0a 04 08 01 10 00'));
  const timestamped = `${five.slice(0, -'0a 04 09 1e'.length)} 07 888ca97c9b010000 0a 70 09 e8`;
  expect(got.body.subarray(8)).toEqual(hex(`12 3d ${key} ${timestamped}`));
});

test('a missing row has no bytes, but the field is there', async () => {
  const other = getRow.toString('hex').replace('370a3409ad', '380a1909ea');
  const answer = await rawRequest(server, 'GetRow', Buffer.from(other, 'hex'), { at: epoch });
  expect(answer.body).toEqual(hex('0a 06 0a 04 08 01 10 00 12 00'));
});

test('fields the messages do not have are passed over', async () => {
  const body = Buffer.concat([putRow, hex('fa 01 02 6869')]);
  expect((await rawRequest(server, 'PutRow', body, { at: epoch })).status).toBe(200);
});

test('a write without a condition is refused', async () => {
  const body = putRow.subarray(0, putRow.length - 4);
  expect(errorIn(await rawRequest(server, 'PutRow', body, { at: epoch }))).toEqual({
    status: 400,
    code: 'OTSParameterInvalid',
    message: 'Parse PBMessage from RawString failed.',
  });
});

test('a damaged row is refused', async () => {
  const body = Buffer.from(putRow);
  body.writeUInt8(6, body.indexOf(hex('0500000000000000')));
  expect(errorIn(await rawRequest(server, 'PutRow', body, { at: epoch })).message).toContain('checksum is mismatch');
});
