/** One call to the CDN through @alicloud/pop-core: with a deadline, and with errors that are named and hold no secret. */
import type RPCClient from '@alicloud/pop-core';
import pTimeout, { TimeoutError } from 'p-timeout';
import { CdnError } from '../errors';
import { classify } from './cdn-errors';
import type { Credentials } from './credentials';

export interface CdnOptions {
  readonly endpoint: string;
  /** Asked at every call: a warm instance gets new credentials with every invocation. */
  readonly credentials: () => Credentials;
}

export interface CdnClient {
  /**
   * @returns the reply as parsed; whether it is one is for the caller to see, since pop-core never looks at the HTTP status
   * @throws {CdnError}
   */
  call(action: string, params: Readonly<Record<string, string>>, timeoutMs: number): Promise<unknown>;
}

export function createCdnClient({ endpoint, credentials }: CdnOptions): CdnClient {
  let connected: Promise<RPCClient> | undefined;

  return {
    async call(action, params, timeoutMs) {
      if (!(timeoutMs >= 1)) throw new CdnError('unavailable', 'OutOfTime', 'no time was left for the call');
      try {
        connected ??= connect(endpoint, credentials);
        const client = await connected;
        // Always POST: with GET the package's errors hold the access key id, the signature and the token.
        const request = client.request<unknown>(action, params, { method: 'POST', timeout: timeoutMs });
        // The package's own timeouts are for connecting and for reading, one after the other, and miss a body that trickles.
        return await pTimeout(request, { milliseconds: timeoutMs });
      } catch (error) {
        if (error instanceof TimeoutError) throw new CdnError('timeout', 'Timeout', `no answer within ${timeoutMs} ms`);
        throw classify(error, credentials());
      }
    },
  };
}

/** Loads the package with the first call: a tick that finds nothing to ask about does without it, and starts sooner. */
async function connect(endpoint: string, credentials: () => Credentials): Promise<RPCClient> {
  const { lightenReplies } = await import('./cdn-replies');
  lightenReplies();
  const { default: Client } = await import('@alicloud/pop-core');
  return new Client({
    endpoint,
    apiVersion: '2018-05-10',
    // Not in the package's types: it is called before every request, where accessKeyId and secret would be kept for ever.
    credentialsProvider: { getCredentials: async () => credentials() },
  } as unknown as RPCClient.Config);
}
