/** The errors of this product: small, with the vendor's code, and never with a secret in them. */

/** Settings that are missing or wrong. The message names each of them and never shows a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(
      `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong: ${problems.join('; ')}`,
    );
  }
}

/**
 * Why a call to the CDN gave no answer:
 * - `throttled`: too many calls; slow down and ask again
 * - `bad-id`: an id in this call is refused; do not repeat it unchanged
 * - `unclear`: an error this product does not know; it may be about one of the ids
 * - `timeout`: no answer in time; fewer ids may be quicker
 * - `dropped`: the connection was closed before an answer; ask once more
 * - `unavailable`: the service has a fault, or sent something that is no answer
 * - `not-allowed`: credentials, permission, clock or account; asking again is useless until a person acts
 */
export type CdnFailure = 'throttled' | 'bad-id' | 'unclear' | 'timeout' | 'dropped' | 'unavailable' | 'not-allowed';

export class CdnError extends Error {
  override readonly name = 'CdnError';
  constructor(
    readonly kind: CdnFailure,
    /** The API's error code, or a word for what came instead of one. */
    readonly code: string,
    message: string,
    readonly requestId?: string,
  ) {
    super(message);
  }
}

export class TablestoreError extends Error {
  override readonly name = 'TablestoreError';
  constructor(
    readonly operation: string,
    /** Such as OTSServerBusy, or a word for what came instead of a code. */
    readonly code: string,
    message: string,
    readonly permanent: boolean,
    readonly requestId?: string,
  ) {
    super(message);
  }
}
