/** RefreshObjectCaches: makes the edge nodes forget files, directories or what an expression matches. */
import type { Account } from '../account';
import {
  REFRESH_DIRECTORIES_A_CALL,
  REFRESH_REGEXES_A_CALL,
  REFRESH_URLS_A_CALL,
  REFRESH_URLS_A_TASK,
} from '../limits';
import { malformed, objectPaths, overLimit } from '../object-paths';
import type { QuotaKind } from '../quotas';
import { invalid } from '../refusal';
import type { Reply } from '../reply';
import { oneOf, type Params, required } from '../request';

interface Kind {
  readonly objectType: string;
  readonly quota: QuotaKind;
  readonly atMost: number;
  readonly what: string;
}

const URLS: Kind = { objectType: 'file', quota: 'Url', atMost: REFRESH_URLS_A_CALL, what: 'URLs' };
const IGNORE_PARAMS: Kind = { ...URLS, objectType: 'ignoreparams', quota: 'IgnoreParams' };

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['File', URLS],
  ['Directory', { objectType: 'directory', quota: 'Dir', atMost: REFRESH_DIRECTORIES_A_CALL, what: 'directories' }],
  ['Regex', { objectType: 'regex', quota: 'Regex', atMost: REFRESH_REGEXES_A_CALL, what: 'regular expressions' }],
  ['IgnoreParams', IGNORE_PARAMS],
  // What older SDKs call it.
  ['ExQuery', IGNORE_PARAMS],
]);

export function refreshObjectCaches(params: Params, { domains, quotas, submissions }: Account): Reply {
  const text = required(params, 'ObjectPath');
  const kind = KINDS.get(params.get('ObjectType') ?? 'File');
  if (kind === undefined) throw invalid('ObjectType.Malformed', 'The specified ObjectType is invalid.');
  oneOf(params, 'Force', ['true', 'false']);
  const paths = objectPaths(text, domains);
  if (paths.length > kind.atMost) throw overLimit(kind.atMost, kind.what);
  if (kind.objectType === 'directory' && paths.some(({ url }) => !url.endsWith('/'))) throw malformed();
  quotas.take(kind.quota, paths.length);
  return { RefreshTaskId: submissions.submit(paths, kind.objectType, REFRESH_URLS_A_TASK).join(',') };
}
