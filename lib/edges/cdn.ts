/** The CDN, through @alicloud/pop-core: one query, its entries checked, its failures named. */
import RPCClient from '@alicloud/pop-core';
import pTimeout, { TimeoutError } from 'p-timeout';
import { CdnError } from '../errors';
import type { Cdn } from '../ports';
import { readEntries } from './cdn-entries';
import { classify } from './cdn-errors';
import type { Credentials } from './credentials';

export interface CdnOptions {
  readonly endpoint: string;
  /** Asked at every call: a warm instance gets new credentials with every invocation. */
  readonly credentials: () => Credentials;
}

export function createCdn({ endpoint, credentials }: CdnOptions): Cdn {
  const client = new RPCClient({
    endpoint,
    apiVersion: '2018-05-10',
    // Not in the package's types: it is called before every request, where accessKeyId and secret would be kept for ever.
    credentialsProvider: { getCredentials: async () => credentials() },
  } as unknown as RPCClient.Config);

  return {
    async describe(ids, timeoutMs) {
      try {
        // Always POST: with GET the package's errors hold the access key id, the signature and the token.
        const request = client.request<unknown>(
          'DescribeRefreshTaskById',
          { TaskId: ids.join(',') },
          { method: 'POST', timeout: timeoutMs },
        );
        // The package's own timeouts are for connecting and for reading, one after the other, and miss a body that trickles.
        return readEntries(await pTimeout(request, { milliseconds: timeoutMs }));
      } catch (error) {
        if (error instanceof CdnError) throw error;
        if (error instanceof TimeoutError) throw new CdnError('timeout', 'Timeout', `no answer within ${timeoutMs} ms`);
        throw classify(error, credentials());
      }
    },
  };
}
