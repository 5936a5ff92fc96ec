/** The log: one JSON line an event, with fields instead of sentences. */
import pino, { type Logger } from 'pino';
import { CdnError, ConfigError, TablestoreError } from './errors';
import { framesOf } from './stack';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * Writes through `process.stdout`, which Function Compute replaces with its collector: pino's own destinations would pass it by.
 * @param requestId goes into every line, so that the lines of one invocation can be found
 */
export function createLog(level: string, requestId: string): Log {
  return pino(
    {
      level,
      base: { requestId },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    process.stdout,
  );
}

/**
 * The fields of an error that may be logged: those this product gave it, never what a vendor's package hung on it. One that
 * nobody foresaw also tells where in the sources it came from.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'something that is no error was thrown' };
  const { name, message, code, kind, operation, requestId } = error as Error & Record<string, unknown>;
  const foreseen = error instanceof ConfigError || error instanceof CdnError || error instanceof TablestoreError;
  const at = foreseen ? undefined : framesOf(error);
  return { error: name, message, code, kind, operation, vendorRequestId: requestId, at };
}
