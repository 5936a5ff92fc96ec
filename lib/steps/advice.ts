/** What a person can do about an error, by its code. */
import { TablestoreError } from '../errors';

/** The functions of this project. */
export type FunctionName = 'poll' | 'submit';

/** The document that allows the role of a function all it needs. */
export function policyOf(name: FunctionName): string {
  return `ram/${name}-policy.json`;
}

/**
 * Undefined where the error's own message says what to do, or where waiting is enough.
 * @param name the function that met the error
 */
export function adviceFor(error: unknown, name: FunctionName): string | undefined {
  if (!(error instanceof TablestoreError)) return undefined;
  switch (error.code) {
    case 'OTSObjectNotExist':
      return 'the table does not exist: make it with "cdn-tasks setup", or check TABLESTORE_TABLE';
    case 'OTSNoPermissionAccess':
      return `the role of the function lacks the permission ots:${error.operation} on the table: allow it as in ${policyOf(name)}`;
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
