/** The CDN edge over a real connection: replies of every shape, and failures by name. */
import diagnostics from 'node:diagnostics_channel';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCdn } from '../../lib/edges/cdn';
import { createCdnClient } from '../../lib/edges/cdn-client';
import { CdnError, type CdnFailure } from '../../lib/errors';
import type { Cdn } from '../../lib/ports';
import type { Entry } from '../../lib/task';
import { completes, createdAt, fails } from '../cloud/cdn/life';
import { type CdnServer, cdnServer } from '../cloud/cdn/server';
import { manyEntries } from '../cloud/cdn/tasks';

const KEYS = { accessKeyId: 'LTAI5tTestKeyId', accessKeySecret: 'TestSecret0123456789', securityToken: 'TestToken012' };
const JSON_TYPE = { 'content-type': 'application/json' };

let server: CdnServer;
let cdn: { describe(...args: Parameters<Cdn['describe']>): Promise<Entry[]> };
let keys = KEYS;
beforeEach(async () => {
  keys = KEYS;
  server = await cdnServer({ credentials: KEYS });
  const edge = createCdn(createCdnClient({ endpoint: server.url, credentials: () => keys }));
  cdn = { describe: async (...args) => [...(await edge.describe(...args))] };
});
afterEach(() => server.close());

function answers(status: number, body: unknown): void {
  server.faults.next({
    kind: 'answer',
    answer: { status, headers: JSON_TYPE, body: typeof body === 'string' ? body : JSON.stringify(body) },
  });
}

function failure(timeoutMs = 2_000): Promise<CdnError> {
  return cdn.describe(['1'], timeoutMs).then(
    () => expect.fail('the call went well'),
    (error) => {
      expect(error).toBeInstanceOf(CdnError);
      return error as CdnError;
    },
  );
}

describe('a reply', () => {
  it('gives every entry of every task, with times in ms', async () => {
    const created = Date.now() - 600_000;
    server.tasks.add('1', { url: 'http://example.com/a', life: createdAt(created, completes()) });
    server.tasks.add('2', {
      url: 'http://example.com/b',
      objectType: 'preload',
      life: createdAt(created, fails(1, 'Origin Timeout')),
    });
    expect(await cdn.describe(['1', '2', '3'], 2_000)).toEqual([
      {
        id: '1',
        url: 'http://example.com/a',
        kind: 'file',
        status: 'Complete',
        description: '',
        created: Math.floor(created / 1000) * 1000,
      },
      {
        id: '2',
        url: 'http://example.com/b',
        kind: 'preload',
        status: 'Failed',
        description: 'Origin Timeout',
        created: Math.floor(created / 1000) * 1000,
      },
    ]);
  });

  it('may hold 20,000 entries', async () => {
    for (let i = 0; i < 10; i++) server.tasks.add(String(i), manyEntries(2_000));
    const ids = Array.from({ length: 10 }, (_, i) => String(i));
    expect(await cdn.describe(ids, 5_000)).toHaveLength(20_000);
  });

  it.each<[string, unknown, string[]]>([
    ['a flat list', { Tasks: [{ TaskId: '1', Status: 'Complete' }] }, ['1']],
    ['a nested list', { Tasks: { CDNTask: [{ TaskId: '1' }] } }, ['1']],
    ['an empty list', { Tasks: [] }, []],
    ['no list, when it counts no task', { TotalCount: 0 }, []],
    ['an empty object for a list, when it counts no task', { Tasks: {}, TotalCount: '0' }, []],
    ['a number with a million zeros', '{"Tasks":[{"TaskId":1,"Status":1.5e-1000000}]}', ['1']],
    ['an id of 25 digits', '{"Tasks":[{"TaskId":1234567890123456789012345}]}', ['1234567890123456789012345']],
    ['numbers for strings', { Tasks: [{ TaskId: 12345678, Status: 1, Process: 100, CreationTime: 5 }] }, ['12345678']],
    [
      'an id of more digits than a number holds',
      '{"Tasks":[{"TaskId":12345678901234567890}]}',
      ['12345678901234567890'],
    ],
    ['null for what is empty', { Tasks: [{ TaskId: '1', Description: null, ObjectPath: null }] }, ['1']],
    [
      'entries that are none',
      { Tasks: [null, 5, 'x', {}, [], { TaskId: '' }, { TaskId: { a: 1 } }, { TaskId: '1' }] },
      ['1'],
    ],
    ['a name that objects have by themselves', '{"Tasks":[{"__proto__":{},"constructor":1,"TaskId":"1"}]}', ['1']],
    ['fields nobody knows', { Tasks: [{ TaskId: '1', Surprise: { a: [1] } }], More: 1 }, ['1']],
  ])('with %s is read', async (_, body, ids) => {
    answers(200, body);
    expect((await cdn.describe(['1'], 2_000)).map(({ id }) => id)).toEqual(ids);
  });
});

it.each(['{"TotalCount":{}}', '{"TotalCount":[]}', '{"TotalCount":1,"Tasks":{}}', '{}', '5', '[]'])(
  'a reply without a list, such as %s, is a fault of the service',
  async (body) => {
    answers(200, body);
    await expect(cdn.describe(['1'], 2_000)).rejects.toMatchObject({ kind: 'unavailable' });
  },
);

describe('an entry', () => {
  const entryOf = async (fields: object) => {
    answers(200, { Tasks: [{ TaskId: '1', Status: 'Failed', ...fields }] });
    return (await cdn.describe(['1'], 2_000))[0];
  };

  it.each(['ObjectPath', 'ObjectType', 'Status', 'Description', 'CreationTime'])(
    'is not lost over a %s nobody can read',
    async (name) => {
      expect(await entryOf({ [name]: { a: [true] } })).toMatchObject({ id: '1' });
      expect(await entryOf({ [name]: true })).toMatchObject({ id: '1' });
    },
  );

  it.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '1', 'foo 12', '2026-11-23', ''])(
    'has no time of creation when it says %j',
    async (CreationTime) => {
      expect(await entryOf({ CreationTime })).not.toHaveProperty('created');
    },
  );
});

describe('a failure', () => {
  it.each<[string, number, CdnFailure]>([
    ['Throttling', 400, 'throttled'],
    ['Throttling.User', 400, 'throttled'],
    ['Throttling.Api', 503, 'throttled'],
    ['TooManyRequests', 429, 'throttled'],
    ['ServiceUnavailable', 503, 'unavailable'],
    ['ServiceUnavailableTemporary', 503, 'unavailable'],
    ['InternalError', 500, 'unavailable'],
    ['InternalFailure', 500, 'unavailable'],
    ['SignatureNonceUsed', 400, 'unavailable'],
    ['InvalidTimeStamp.Expired', 400, 'not-allowed'],
    ['InvalidAccessKeyId.NotFound', 404, 'not-allowed'],
    ['InvalidAccessKeyId.Inactive', 403, 'not-allowed'],
    ['SignatureDoesNotMatch', 400, 'not-allowed'],
    ['IncompleteSignature', 400, 'not-allowed'],
    ['MissingSecurityToken', 400, 'not-allowed'],
    ['InvalidSecurityToken.Expired', 400, 'not-allowed'],
    ['InvalidSecurityToken.Malformed', 400, 'not-allowed'],
    ['Forbidden.RAM', 403, 'not-allowed'],
    ['Forbidden', 403, 'not-allowed'],
    ['NoPermission', 403, 'not-allowed'],
    ['OperationDenied', 403, 'not-allowed'],
    ['InvalidTaskId', 400, 'bad-id'],
    ['InvalidParameter', 400, 'bad-id'],
    ['InvalidParameter.TaskId', 404, 'bad-id'],
    ['MissingTaskId', 400, 'bad-id'],
    ['InvalidApi.NotFound', 404, 'unclear'],
    ['InvalidVersion', 400, 'unclear'],
    ['InvalidRegion', 400, 'unclear'],
    ['SomethingNew', 400, 'unclear'],
  ])('with the code %s and status %i is %s', async (code, status, kind) => {
    answers(status, { RequestId: 'R-1', HostId: 'cdn', Code: code, Message: 'Because.' });
    expect(await failure()).toMatchObject({ kind, code, message: 'Because.', requestId: 'R-1' });
  });

  it.each<[string, number, string]>([
    ['a page of HTML', 502, '<html><body>Bad Gateway</body></html>'],
    ['nothing', 500, ''],
    ['half a reply', 200, '{"Tasks":[{"TaskId":"1","Sta'],
    ['JSON without tasks', 500, '{"RequestId":"R-1"}'],
    ['an empty list for a reply', 200, '[]'],
    ['a word', 200, '"ok"'],
    ['null', 200, 'null'],
    ['tasks that are text', 200, '{"Tasks":"none"}'],
  ])('that is %s is no success', async (_, status, body) => {
    answers(status, body);
    expect(await failure()).toMatchObject({ kind: 'unavailable' });
  });

  it('is a timeout when no answer comes in time', async () => {
    server.faults.next({ kind: 'hang' });
    expect(await failure(200)).toMatchObject({ kind: 'timeout', code: 'Timeout' });
  });

  it('is a dropped connection when it is closed without an answer', async () => {
    server.faults.next({ kind: 'reset' });
    expect(await failure()).toMatchObject({ kind: 'dropped', code: 'ECONNRESET' });
  });

  it.each([0, 10, 60])('is named, and does not hang, when a body is cut after %i bytes', async (bytes) => {
    server.tasks.add('1');
    server.faults.next({ kind: 'cut', bytes });
    expect(['dropped', 'timeout', 'unavailable']).toContain((await failure(500)).kind);
  });

  it('is unavailable when nobody listens', async () => {
    await server.close();
    expect(await failure()).toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED' });
  });
});

describe('the signature', () => {
  it('is accepted with a token, and with new credentials at the next call', async () => {
    expect(await cdn.describe(['1'], 2_000)).toEqual([]);
    const next = { accessKeyId: 'LTAI5tNext', accessKeySecret: 'NextSecret', securityToken: 'NextToken' };
    server.rotate(next);
    expect((await failure()).kind).toBe('not-allowed');
    keys = next;
    expect(await cdn.describe(['1'], 2_000)).toEqual([]);
  });

  it.each<[string, Partial<typeof KEYS>]>([
    ['the secret is wrong', { accessKeySecret: 'wrong' }],
    ['the key is unknown', { accessKeyId: 'LTAI5tUnknown' }],
    ['the token is wrong', { securityToken: 'WrongToken99' }],
  ])('shows no secret in the error when %s', async (_, wrong) => {
    keys = { ...KEYS, ...wrong };
    const error = await failure();
    expect(error.kind).toBe('not-allowed');
    const shown = [
      JSON.stringify(error),
      String(error),
      error.stack,
      JSON.stringify(Object.entries(error)),
      error.cause,
    ].join();
    for (const secret of Object.values(keys)) expect(shown).not.toContain(secret);
    expect(shown).not.toContain('Signature=');
  });
});

it('shows no token that is echoed in an encoded form', async () => {
  keys = { ...KEYS, securityToken: 'CAIS+a/b==' };
  const echoed = [
    keys.securityToken,
    encodeURIComponent(keys.securityToken),
    encodeURIComponent(encodeURIComponent(keys.securityToken)),
  ];
  answers(400, {
    Code: 'InvalidParameter',
    Message: `string: ${echoed.join(' ')} Signature%3Dabc%252Bdef%26Timestamp`,
    RequestId: 'SecurityToken=x&y',
  });
  const { message, requestId } = await failure();
  for (const text of [...echoed, 'abc%252Bdef']) expect(message).not.toContain(text);
  expect(requestId).toBeUndefined();
});

it('shows no secret that the service echoes', async () => {
  answers(400, {
    Code: 'InvalidParameter',
    Message: `key ${KEYS.accessKeyId} token ${KEYS.securityToken}, URL: http://x/?Signature=abc`,
  });
  expect((await failure()).message).toBe('key [redacted] token [redacted]');
});

describe('large replies', () => {
  const MEGABYTE = 1_048_576;
  const large = (ids: string) => ({
    Tasks: [{ TaskId: ids, Status: 'Complete', ObjectPath: 'x'.repeat(4 * MEGABYTE) }],
  });

  it('are read one at a time, since each takes its length three times', async () => {
    const reading = new Set<IncomingMessage>();
    let most = 0;
    const watch = (message: unknown) => {
      const { response } = message as { response: IncomingMessage };
      let bytes = 0;
      // Watched without a listener: one more would make the reply flow.
      const { emit } = response;
      response.emit = (name: string | symbol, ...values: unknown[]) => {
        if (name === 'data') bytes += (values[0] as Buffer).length;
        if (name === 'data' && bytes > MEGABYTE) reading.add(response);
        if (name === 'end') reading.delete(response);
        most = Math.max(most, reading.size);
        return emit.call(response, name, ...values);
      };
    };
    diagnostics.subscribe('http.client.response.finish', watch);
    try {
      const ids = ['1', '2', '3', '4', '5', '6'];
      for (const id of ids) answers(200, large(id));
      const replies = await Promise.all(ids.map(() => cdn.describe(['1'], 20_000)));
      expect(new Set(replies.map(([first]) => first?.id))).toEqual(new Set(ids));
      expect(most).toBe(1);
    } finally {
      diagnostics.unsubscribe('http.client.response.finish', watch);
    }
  });

  it('that never end keep neither small ones nor, once their time is over, large ones from being read', async () => {
    const stalling = createServer((_, response) => void response.writeHead(200).write(Buffer.alloc(2 * MEGABYTE, ' ')));
    await new Promise<void>((resolve) => stalling.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(stalling.address() as AddressInfo).port}`;
    const stuck = createCdn(createCdnClient({ endpoint, credentials: () => keys }));
    const ends = [1, 2, 3].map(() => stuck.describe(['1'], 500).catch((error) => error.kind));
    expect(await cdn.describe(['1'], 2_000)).toEqual([]);
    expect(await Promise.all(ends)).toEqual(['timeout', 'timeout', 'timeout']);
    answers(200, large('1'));
    expect(await cdn.describe(['1'], 2_000)).toHaveLength(1);
    stalling.closeAllConnections();
    stalling.close();
  });
});
