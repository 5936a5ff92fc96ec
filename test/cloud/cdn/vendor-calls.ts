/** Calls the local CDN with the vendor's own client, for tests. */
import RPCClient from '@alicloud/pop-core';
import type { CdnServer } from './server';

export const KEY = { accessKeyId: 'LTAItest', accessKeySecret: 'secret' };

export async function call(server: CdnServer, action: string, params: object): Promise<Record<string, string>> {
  const client = new RPCClient({ endpoint: server.url, apiVersion: '2018-05-10', ...KEY });
  return client.request(action, params, { method: 'POST' });
}

/** Answers the ids of the tasks made. */
export async function refresh(server: CdnServer, urls: readonly string[], params: object = {}): Promise<string[]> {
  const reply = await call(server, 'RefreshObjectCaches', { ObjectPath: urls.join('\n'), ...params });
  return (reply.RefreshTaskId ?? '').split(',');
}

/** Answers the ids of the tasks made. */
export async function push(server: CdnServer, urls: readonly string[], params: object = {}): Promise<string[]> {
  const reply = await call(server, 'PushObjectCache', { ObjectPath: urls.join('\r\n'), ...params });
  return (reply.PushTaskId ?? '').split(',');
}

export function someUrls(count: number, domain = 'example.com'): string[] {
  return Array.from({ length: count }, (_, i) => `https://${domain}/${i}.js`);
}
