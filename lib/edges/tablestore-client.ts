/** One request to Tablestore: with a deadline, retried when that can help, and with errors that name the service's code. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import pRetry from 'p-retry';
import pTimeout, { TimeoutError } from 'p-timeout';
import TS from 'tablestore';
import { TablestoreError } from '../errors';
import type { Credentials } from './credentials';
import { redact, word } from './redact';
import { readAnswersOf } from './tablestore-answers';

export interface TablestoreOptions {
  readonly endpoint: string;
  readonly instance: string;
  /** Asked at every request: a warm instance gets new credentials with every invocation. */
  readonly credentials: () => Credentials;
  /** Ms until all requests must be over. */
  readonly timeLeft: () => number;
  /** Ms before the first of three retries; it doubles. */
  readonly retryDelayMs?: number;
}

export interface TablestoreClient {
  /**
   * @param operation is given the SDK's client; it may run more than once, so it must be safe to repeat
   * @throws {TablestoreError}
   */
  request<T>(name: string, operation: (client: TS.Client) => Promise<T>): Promise<T>;
  /** What the service says of one row of a batch, with no secret in it. */
  refusal(operation: string, code: string, message: string): TablestoreError;
}

/** Longest time for one attempt. Ms. */
const ATTEMPT_TIMEOUT = 5_000;
/** With less time than this left an attempt is not begun. Ms. */
const SHORTEST_ATTEMPT = 200;
const RETRIES = 3;

/** Codes after which a repetition can go well: https://www.alibabacloud.com/help/en/tablestore/developer-reference/error-codes */
const PASSING = new Set([
  'OTSServerBusy',
  'OTSPartitionUnavailable',
  'OTSTimeout',
  'OTSServerUnavailable',
  'OTSInternalServerError',
  'OTSRowOperationConflict',
  'OTSTableNotReady',
  'OTSNotEnoughCapacityUnit',
  'OTSOperationThrottled',
]);

/** Whether a code of a whole request, or of one row of it, is worth a repetition. */
export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

export function createTablestoreClient(options: TablestoreOptions): TablestoreClient {
  const { endpoint, instance, credentials, timeLeft, retryDelayMs = 200 } = options;
  const agent = endpoint.startsWith('https:')
    ? new HttpsAgent({ keepAlive: true })
    : new HttpAgent({ keepAlive: true });
  const client = new TS.Client({
    endpoint,
    instancename: instance,
    // The SDK's retries can't be told apart by code and are counted for the whole process; ours are below.
    maxRetries: 0,
    // The types know no agent; without one every https request makes a new TLS connection.
    httpOptions: { timeout: ATTEMPT_TIMEOUT, maxSockets: 50, agent } as { timeout: number; maxSockets: number },
  });
  readAnswersOf(client);

  return {
    refusal: (operation, code, message) => {
      const shown = word(code, credentials()) || 'UnreadableCode';
      return new TablestoreError(
        operation,
        shown,
        `${operation}: ${redact(message, credentials())}`,
        !isPassing(shown),
      );
    },
    request: (name, operation) =>
      pRetry(() => attempt(name, operation), {
        retries: RETRIES,
        minTimeout: retryDelayMs,
        factor: 2,
        shouldRetry: ({ error }) =>
          error instanceof TablestoreError && !error.permanent && timeLeft() > SHORTEST_ATTEMPT,
      }),
  };

  async function attempt<T>(name: string, operation: (client: TS.Client) => Promise<T>): Promise<T> {
    const milliseconds = Math.min(ATTEMPT_TIMEOUT, timeLeft());
    if (milliseconds < SHORTEST_ATTEMPT) {
      throw new TablestoreError(name, 'OutOfTime', `${name} was not begun: no time is left in this invocation`, true);
    }
    const { accessKeyId, accessKeySecret, securityToken } = credentials();
    Object.assign(Reflect.get(client, 'config'), {
      accessKeyId,
      secretAccessKey: accessKeySecret,
      stsToken: securityToken ?? null,
    });
    try {
      // The SDK's promise never settles when a connection is cut in the middle of an answer.
      return await pTimeout(operation(client), { milliseconds });
    } catch (error) {
      throw toTablestoreError(name, error, credentials());
    }
  }
}

function toTablestoreError(operation: string, error: unknown, credentials: Credentials): TablestoreError {
  if (error instanceof TablestoreError) return error;
  const { code, message, requestId, statusCode } = Object(error) as Record<string, unknown>;
  if (error instanceof TimeoutError) {
    return new TablestoreError(operation, 'Timeout', `${operation} was not answered in time`, false);
  }
  const text = `${operation}: ${redact(String(message ?? 'unknown error'), credentials)}`;
  const id = word(String(requestId ?? ''), credentials) || undefined;
  if (typeof statusCode === 'number') {
    const shown = word(String(code), credentials) || `HTTP ${statusCode}`;
    return new TablestoreError(operation, shown, text, !isPassing(shown) && statusCode < 500, id);
  }
  // Without an answer: the network, or a body the SDK could not read. The request may have taken effect.
  const unanswered = code === undefined ? 'UnreadableAnswer' : String(code);
  return new TablestoreError(operation, unanswered, text, false);
}
