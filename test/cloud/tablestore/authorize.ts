/** Whether the owner of an access key may do an operation on the tables that the request names. */
import type { Call } from '../serve';
import { Refusal } from './refusal';
import { reader } from './wire';

export type Permits = (accessKeyId: string, operation: string, table: string) => boolean;

/** Where the requests name tables; one that names none is about all of the instance. */
interface Naming {
  readonly tableName?: string;
  readonly tableMeta?: { readonly tableName?: string };
  readonly tables?: readonly { readonly tableName?: string }[];
}

export function authorize({ headers, body }: Call, operation: string, permits: Permits): void {
  const { tableName, tableMeta, tables = [] } = reader<Naming>(`${operation}Request`)(body);
  const named = [{ tableName }, tableMeta, ...tables].flatMap((one) => one?.tableName ?? []);
  for (const table of named.length > 0 ? named : ['*']) {
    if (permits(headers['x-ots-accesskeyid'] ?? '', operation, table)) continue;
    const message = 'You have no permission to access the requested resource, please contact the resource owner.';
    throw new Refusal(403, 'OTSNoPermissionAccess', message);
  }
}
