/** The CDN's query for tasks. */
import type { Cdn } from '../ports';
import type { CdnClient } from './cdn-client';
import { readEntries } from './cdn-entries';

export function createCdn(client: CdnClient): Cdn {
  return {
    async describe(ids, timeoutMs) {
      return readEntries(await client.call('DescribeRefreshTaskById', { TaskId: ids.join(',') }, timeoutMs));
    },
  };
}
