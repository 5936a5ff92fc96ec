/** What a person can do about an error, by its code. */
import { TablestoreError } from '../errors';

/** Undefined where the error's own message says what to do, or where waiting is enough. */
export function adviceFor(error: unknown): string | undefined {
  if (!(error instanceof TablestoreError)) return undefined;
  switch (error.code) {
    case 'OTSObjectNotExist':
      return 'the table does not exist: create it, or check TABLESTORE_TABLE';
    case 'OTSNoPermissionAccess':
      return 'the role of the function lacks a permission on the table';
    case 'OTSAuthFailed':
      return 'the credentials are refused: check the role of the function, TABLESTORE_INSTANCE and the clock';
    case 'OTSInvalidPK':
      return 'the table has another key: it must be [list STRING, id STRING]';
    case 'ENOTFOUND':
    case 'ECONNREFUSED':
    case 'NetworkingError':
      return 'Tablestore can not be reached: check TABLESTORE_ENDPOINT';
    default:
      return undefined;
  }
}
