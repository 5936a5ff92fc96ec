/** Names a failure of the CDN by the API's error code, and copies out of pop-core's errors what may be shown. */
import { CdnError, type CdnFailure } from '../errors';
import type { Credentials } from './credentials';
import { redact, word } from './redact';

/**
 * The table of codes; any other one is `unclear`. In the order it is searched. The code decides, not the HTTP status, which differs between pages:
 * https://error-center.alibabacloud.com/status/product/Cdn
 */
const KINDS: readonly (readonly [RegExp, CdnFailure])[] = [
  [/^(Throttling|TooManyRequests)/, 'throttled'],
  [/^(ServiceUnavailable|InternalError|InternalFailure|ServiceBusy|SignatureNonceUsed)/, 'unavailable'],
  [
    /^(InvalidTimeStamp|InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|MissingSecurityToken|InvalidSecurityToken)/,
    'not-allowed',
  ],
  [/^(Forbidden|NoPermission|OperationDenied)/, 'not-allowed'],
  // TaskId is the only parameter of the query; what is invalid otherwise is no fault of an id.
  [/^(Invalid|Missing|Illegal)\.?(Task|Param)/i, 'bad-id'],
];

/** What pop-core threw, as a CdnError: a new error, because pop-core's own ones carry the request. */
export function classify(thrown: unknown, credentials: Credentials): CdnError {
  const code = textOf(thrown, 'code');
  const data = Reflect.get(Object(thrown), 'data');
  if (data !== undefined) {
    const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'unclear';
    const message = redact(explain(textOf(data, 'Message')), credentials);
    const requestId = word(textOf(data, 'RequestId'), credentials) || undefined;
    return new CdnError(kind, word(code, credentials) || 'UnreadableCode', message, requestId);
  }
  const name = textOf(thrown, 'name');
  if (/Timeout/.test(name) || code === 'ETIMEDOUT') return new CdnError('timeout', 'Timeout', 'no answer in time');
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new CdnError('dropped', code, 'the connection was closed before an answer came');
  }
  if (code !== '') return new CdnError('unavailable', code, 'the CDN could not be reached');
  return new CdnError('unavailable', 'NoJson', 'the answer is not JSON: an error page, or cut off');
}

/** pop-core appends the URL; the service echoes the string it signed, with access key id and token in it. */
function explain(message: string): string {
  return message.split(/, URL:|server string to sign is:?/i)[0]?.trim() ?? '';
}

function textOf(value: unknown, name: string): string {
  const found = Reflect.get(Object(value), name);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
