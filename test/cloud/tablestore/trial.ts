/** What the tests of this server share: a server with one table, the npm SDK pointed at it, and requests made without it. */
import { Agent, request as httpRequest } from 'node:http';
import TS from 'tablestore';
import { type TablestoreOptions, type TablestoreServer, tablestoreServer } from './server';
import { contentMd5, requestSignature } from './signature';
import { reader } from './wire';

export const credentials = { accessKeyId: 'trialId', accessKeySecret: 'trialSecret' };
export const instance = 'trial';
/** 2026-01-02T03:04:05Z */
export const epoch = Date.UTC(2026, 0, 2, 3, 4, 5);

export async function startServer(options: Partial<TablestoreOptions> = {}): Promise<TablestoreServer> {
  return tablestoreServer({ credentials, instance, ...options });
}

/** The SDK, unmodified but for its error parsing, which would lose code and message. */
export function sdkClient(server: TablestoreServer, secret = server.credentials.accessKeySecret): TS.Client {
  const { accessKeyId, securityToken } = server.credentials;
  const client = new TS.Client({
    accessKeyId,
    accessKeySecret: secret,
    ...(securityToken !== undefined && { securityToken }),
    endpoint: server.url,
    instancename: instance,
    maxRetries: 0,
  });
  return Object.assign(client, { extractError });
}

const readError = reader<{ code: string; message: string }>('Error');

function extractError(response: { error: unknown; httpResponse: { statusCode: number; body: Buffer } }): void {
  const { statusCode, body } = response.httpResponse;
  const { code, message } = readError(body);
  response.error = Object.assign(new Error(message), { code, statusCode });
}

export const key1 = { name: 'list', type: 'STRING' } as const;
export const key2 = { name: 'id', type: 'STRING' } as const;

export async function createTable(
  client: TS.Client,
  tableName = 'tasks',
  {
    primaryKey = [key1, key2] as TS.TableMeta['primaryKey'],
    maxVersions = 1,
    timeToLive = -1,
    maxTimeDeviation = 10_000_000_000,
  } = {},
): Promise<void> {
  await client.createTable({
    tableMeta: { tableName, primaryKey },
    tableOptions: { timeToLive, maxVersions, maxTimeDeviation },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
  });
}

export const ignore = new TS.Condition(TS.RowExistenceExpectation.IGNORE, null);

export function key(list: string, id: string): TS.PrimaryKeyInput {
  return [{ list }, { id }];
}

/** A row as the SDK answers it, in one object; an INTEGER, which the SDK wraps, as bigint. */
export function plain(row: TS.Row | undefined): Record<string, unknown> {
  return Object.fromEntries([
    ...(row?.primaryKey ?? []).map(({ name, value }) => [name, unwrapped(value)]),
    ...(row?.attributes ?? []).map(({ columnName, columnValue }) => [columnName, unwrapped(columnValue)]),
  ]);
}

function unwrapped(value: unknown): unknown {
  const wrapped = typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
  return wrapped ? BigInt(String(value)) : value;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One signed request without the SDK; `change` gets the headers before they are signed, `after` once they are. */
export async function rawRequest(
  server: TablestoreServer,
  operation: string,
  body: Buffer = Buffer.alloc(0),
  {
    method = 'POST',
    at = Date.now(),
    change = (headers: Record<string, string>) => headers,
    after = (headers: Record<string, string>) => headers,
  } = {},
): Promise<RawAnswer> {
  const path = `/${operation}`;
  const unsigned = change({
    'x-ots-date': new Date(at).toISOString(),
    'x-ots-apiversion': '2015-12-31',
    'x-ots-accesskeyid': credentials.accessKeyId,
    'x-ots-instancename': instance,
    'x-ots-contentmd5': contentMd5(body),
  });
  const signature = requestSignature(credentials.accessKeySecret, path, unsigned);
  const headers = after({ ...unsigned, 'x-ots-signature': signature });
  return new Promise((resolve, reject) => {
    const call = httpRequest(server.url + path, { method, headers, agent }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const answered = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(answered),
        body: Buffer.concat(chunks),
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}

const agent = new Agent({ keepAlive: true });

export function errorIn(answer: RawAnswer): { status: number; code: string; message: string } {
  return { status: answer.status, ...readError(answer.body) };
}
