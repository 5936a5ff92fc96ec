/** Why a call to Function Compute gave no result, told from what @alicloud/fc2 throws, and without any secret. */
import { TimeoutError } from 'p-timeout';
import { clean, cut } from '../steps/text';
import type { Credentials } from './credentials';
import { redact, word } from './redact';

/**
 * - `failed`: the function ran and threw
 * - `not-found`: there is no such function
 * - `not-allowed`: credentials, permission or clock
 * - `busy`: as many are running as may; this one was surely not started
 * - `unreachable`: the function was surely not started
 * - `unclear`: the function may have run, or may still be running
 */
export type FunctionsFailure = 'failed' | 'not-found' | 'not-allowed' | 'busy' | 'unreachable' | 'unclear';

/** The actions RAM knows what is done here by. */
export type FunctionsAction = 'fc:GetFunction' | 'fc:InvokeFunction';

export class FunctionsError extends Error {
  override readonly name = 'FunctionsError';
  constructor(
    readonly kind: FunctionsFailure,
    /** The service's code, an HTTP status, or a word for what came instead. */
    readonly code: string,
    message: string,
    /** What the access key was not allowed to do, such as `fc:InvokeFunction`, where that is known. */
    readonly action?: FunctionsAction,
  ) {
    super(message);
  }
}

/** Longer error messages of a function are cut. Characters. */
const MESSAGE_LENGTH = 500;

/** Before a request could be sent: name resolution, connection, certificate. */
const NOT_CONNECTED =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_)/;

/** @param type the header `x-fc-error-type`: handled when the function threw, otherwise it was killed or died */
export function failedInvocation(name: string, type: string, body: Buffer, credentials: Credentials): FunctionsError {
  const said = shown(messageIn(body), credentials);
  const code = word(type, credentials) || 'UnreadableType';
  if (type.startsWith('Handled')) return new FunctionsError('failed', code, `${name} failed: ${said}`);
  return new FunctionsError('unclear', code, `${name} was ended before it was through: ${said}`);
}

export function toFunctionsError(error: unknown, action: FunctionsAction, credentials: Credentials): FunctionsError {
  if (error instanceof FunctionsError) return error;
  const { name, code, message } = Object(error) as Record<string, unknown>;
  if (error instanceof TimeoutError || /Timeout/.test(String(name))) {
    return new FunctionsError('unclear', 'Timeout', 'Function Compute did not answer in time');
  }
  // Of the service's answer the package keeps the status in its message, and the code only in the form 2.0 gives it.
  const status = /failed with (\d{3})\. requestid/.exec(String(message))?.[1];
  if (status !== undefined)
    return refusal(Number(status), word(typeof code === 'string' ? code : '', credentials), action);
  if (error instanceof TypeError && /must be passed in/.test(String(message))) {
    return new FunctionsError('not-allowed', 'Incomplete', shown(String(message), credentials));
  }
  const text = typeof code === 'string' ? code : 'NoAnswer';
  if (NOT_CONNECTED.test(text)) {
    return new FunctionsError('unreachable', text, `Function Compute can not be reached (${text})`);
  }
  return new FunctionsError('unclear', text, `the connection to Function Compute broke before an answer (${text})`);
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/error-codes */
function refusal(status: number, vendorCode: string, action: FunctionsAction): FunctionsError {
  const code = vendorCode || `HTTP ${status}`;
  if (status === 404) return new FunctionsError('not-found', code, `there is no such function (${code})`);
  if (status === 401 || status === 403) {
    return new FunctionsError('not-allowed', code, `Function Compute refuses the access key (${code})`, action);
  }
  if (status === 429)
    return new FunctionsError('busy', code, `Function Compute is busy: as many are running as may (${code})`);
  if (status < 500) return new FunctionsError('unreachable', code, `Function Compute refuses the call (${code})`);
  return new FunctionsError('unclear', code, `Function Compute has a fault (${code})`);
}

function messageIn(body: Buffer): string {
  const text = body.toString();
  try {
    const { errorMessage } = Object(JSON.parse(text)) as Record<string, unknown>;
    return typeof errorMessage === 'string' ? errorMessage : text;
  } catch {
    return text;
  }
}

function shown(text: string, credentials: Credentials): string {
  return cut(clean(redact(text, credentials)), MESSAGE_LENGTH);
}
