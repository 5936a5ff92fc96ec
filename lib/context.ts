/** What Function Compute hands to a handler, as far as this product reads it. The platform publishes no types. */

import { ConfigError } from './errors';

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/event-handlers-nodejs */
export interface Context {
  readonly requestId: string;
  readonly region?: string;
  /** Empty when the function has no role. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly accessKeySecret: string;
    readonly securityToken: string;
  };
  /** `timeout` in seconds. */
  readonly function: { readonly name: string; readonly timeout: number };
}

/** @throws {ConfigError} when the function has no role, and so nobody's credentials */
export function credentialsOf({ credentials }: Context): NonNullable<Context['credentials']> {
  if (!credentials?.accessKeyId || !credentials.accessKeySecret) {
    throw new ConfigError(['the function has no credentials: give it a role that may read the list and ask the CDN']);
  }
  return credentials;
}
