/** Function Compute through @alicloud/fc2: invokes a function and waits, or sees whether it exists. */
import type FC from '@alicloud/fc2';
import pTimeout from 'p-timeout';
import type { Credentials } from './credentials';
import { type FunctionsAction, FunctionsError, failedInvocation, toFunctionsError } from './functions-errors';

export interface FunctionsOptions {
  readonly accountId: string;
  readonly region: string;
  /** Default: the account's public endpoint in the region, over https. */
  readonly endpoint?: string | undefined;
  /** The service the functions are in: for Function Compute 2.0, where 3.0 has none. */
  readonly service?: string | undefined;
  readonly credentials: Credentials;
}

export interface Functions {
  /**
   * Invokes synchronously, once: what is not known to have failed is never repeated.
   * @param timeoutMs until then there is an answer or an error
   * @returns what the function answered
   * @throws {FunctionsError}
   */
  invoke(name: string, payload: Buffer, timeoutMs: number): Promise<Buffer>;
  /** @throws {FunctionsError} of any kind but `not-found` */
  exists(name: string, timeoutMs: number): Promise<boolean>;
}

export function createFunctions(options: FunctionsOptions): Functions {
  const { service, credentials } = options;
  const pathOf = (name: string) =>
    service === undefined ? `/functions/${name}` : `/services/${service}/functions/${name}`;

  return {
    async invoke(name, payload, timeoutMs) {
      const headers = { 'x-fc-invocation-type': 'Sync' };
      const answer = await call('fc:InvokeFunction', timeoutMs, (client) =>
        // Not read as text: bytes that are no UTF-8 would be lost.
        client.post(`${pathOf(name)}/invocations`, payload, headers, {}, { rawBuf: true }),
      );
      const body = toBuffer(answer.data);
      // A function that failed is an HTTP 200 with this header.
      const type = answer.headers['x-fc-error-type'];
      if (type !== undefined) throw failedInvocation(name, type, body, credentials);
      return body;
    },

    async exists(name, timeoutMs) {
      try {
        await call('fc:GetFunction', timeoutMs, (client) => client.get(pathOf(name)));
        return true;
      } catch (error) {
        if (error instanceof FunctionsError && error.kind === 'not-found') return false;
        throw error;
      }
    },
  };

  async function call<T>(
    action: FunctionsAction,
    timeoutMs: number,
    operation: (client: FC) => Promise<T>,
  ): Promise<T> {
    try {
      const client = await connect(timeoutMs);
      // The package's timeouts are for connecting and for the answer, one after the other.
      return await pTimeout(operation(client), { milliseconds: timeoutMs });
    } catch (error) {
      throw toFunctionsError(error, action, credentials);
    }
  }

  async function connect(timeout: number): Promise<FC> {
    // Only now: the package brings 10 MB of others, and most of what the command line does needs none of it.
    const { default: Client } = await import('@alicloud/fc2');
    const { accountId, region, endpoint = `https://${accountId}.${region}.fc.aliyuncs.com` } = options;
    const { accessKeyId: accessKeyID, accessKeySecret, securityToken } = credentials;
    const client = new Client(accountId, {
      accessKeyID,
      accessKeySecret,
      securityToken,
      region,
      endpoint,
      timeout,
    });
    // The package knows 2.0 only, but its requests and signature are those of 3.0 as well.
    if (service === undefined) client.version = '2023-03-30';
    // The package drops the token of a key that does not begin with STS.
    if (securityToken !== undefined) client.securityToken = securityToken;
    return client;
  }
}

function toBuffer(data: unknown): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Buffer.from(typeof data === 'string' ? data : JSON.stringify(data ?? null));
}
