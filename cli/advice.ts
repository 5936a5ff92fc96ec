/** What to do about an error, for whoever sits at the terminal. */
import { FunctionsError } from '../lib/edges/functions-errors';
import { CdnError, TablestoreError } from '../lib/errors';

/** Undefined when the error's own message is all there is to say. */
export function adviceFor(error: unknown): string | undefined {
  if (error instanceof TablestoreError) {
    if (error.code === 'OTSNoPermissionAccess') return allow(`ots:${error.operation}`);
    return ADVICE.find(([pattern]) => pattern.test(error.code))?.[1];
  }
  if (error instanceof CdnError) return CDN_ADVICE[error.kind];
  if (error instanceof FunctionsError) {
    if (error.kind === 'not-allowed' && error.action) return `${CHECK_KEY}; ${allow(error.action)}`;
    return FUNCTIONS_ADVICE[error.kind];
  }
  return undefined;
}

/** @param action such as `ots:GetRange` */
export function allow(action: string): string {
  return `allow ${action} for the RAM user of this access key, as in ram/user-policy.json`;
}

const CHECK_KEY = 'check ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET, and the clock of this machine';

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^OTSObjectNotExist$/, 'there is no such table: make it with "cdn-tasks setup", or check TABLESTORE_TABLE'],
  [/^OTSAuthFailed$/, `${CHECK_KEY}, and TABLESTORE_INSTANCE`],
  [/^OTSInvalidPK$/, 'the table has another key than [list STRING, id STRING]: check TABLESTORE_TABLE'],
  [/^OTSTableNotReady$/, 'the table is being made: try again in a minute'],
  [/^(ENOTFOUND|ECONNREFUSED|NetworkingError|EAI_AGAIN|Timeout)$/, 'check TABLESTORE_ENDPOINT and the network'],
];

const CDN_ADVICE: Readonly<Partial<Record<CdnError['kind'], string>>> = {
  'not-allowed': CHECK_KEY,
  timeout: 'check CDN_ENDPOINT and the network',
  unavailable: 'check CDN_ENDPOINT and the network',
};

const FUNCTIONS_ADVICE: Readonly<Record<FunctionsError['kind'], string | undefined>> = {
  failed: undefined,
  busy: 'try again in a minute; the poller runs one at a time',
  'not-found':
    'deploy it, or check its name (SUBMIT_FUNCTION, POLL_FUNCTION), ALIBABA_CLOUD_REGION and ALIBABA_CLOUD_ACCOUNT_ID',
  'not-allowed': CHECK_KEY,
  unreachable: 'check ALIBABA_CLOUD_REGION, ALIBABA_CLOUD_ACCOUNT_ID or FUNCTIONS_ENDPOINT, and the network',
  unclear: undefined,
};
