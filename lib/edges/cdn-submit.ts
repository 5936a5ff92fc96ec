/** The CDN's calls that make tasks: RefreshObjectCaches and PushObjectCache, and DescribeRefreshQuota before them. */
import { CdnError } from '../errors';
import type { Quota, SubmitCall } from '../submission';
import type { CdnSubmit } from '../submit-ports';
import type { CdnClient } from './cdn-client';

export function createCdnSubmit(client: CdnClient): CdnSubmit {
  return {
    async submit(call, timeoutMs) {
      const [action, params, field] = toRequest(call);
      const reply = await client.call(action, params, timeoutMs);
      const ids = textOf(reply, field)
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean);
      // Without an id nobody can watch the task, although the CDN may have made it.
      if (ids.length === 0) throw new CdnError('unavailable', 'NoTaskId', 'the reply holds no task id');
      return ids;
    },

    async quota(timeoutMs) {
      const reply = await client.call('DescribeRefreshQuota', {}, timeoutMs);
      const left = (name: string) => {
        const text = textOf(reply, name);
        return /^\d+$/.test(text) ? Number(text) : undefined;
      };
      return {
        file: left('UrlRemain'),
        directory: left('DirRemain'),
        regex: left('RegexRemain'),
        'ignore-params': left('IgnoreParamsRemain'),
        preload: left('PreloadRemain'),
      } satisfies Quota;
    },
  };
}

const OBJECT_TYPES = { file: 'File', directory: 'Directory', regex: 'Regex', 'ignore-params': 'IgnoreParams' } as const;

/** Action, parameters, and the field of the reply that holds the ids. A parameter that is not there must not be named. */
function toRequest(call: SubmitCall): [action: string, params: Record<string, string>, field: string] {
  const paths = { ObjectPath: call.urls.join('\n') };
  if (call.kind !== 'preload') {
    // The API ignores Force for files.
    const force: Record<string, string> = call.force && call.kind !== 'file' ? { Force: 'true' } : {};
    return ['RefreshObjectCaches', { ...paths, ObjectType: OBJECT_TYPES[call.kind], ...force }, 'RefreshTaskId'];
  }
  return [
    'PushObjectCache',
    {
      ...paths,
      ...(call.area && { Area: call.area }),
      ...(call.l2 && { L2Preload: 'true' }),
      ...(call.headers && { WithHeader: JSON.stringify(call.headers) }),
    },
    'PushTaskId',
  ];
}

/** Text or a number; anything else is nothing that could be an id or a count. */
function textOf(reply: unknown, name: string): string {
  const value = Reflect.get(Object(reply), name);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const toFixed = Reflect.get(Object(value), 'toFixed');
  return typeof toFixed === 'function' ? String(toFixed.call(value)) : '';
}
