/** What Function Compute hands to a handler, as far as this product reads it. The platform publishes no types. */

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/event-handlers-nodejs */
export interface Context {
  readonly requestId: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly accessKeySecret: string;
    readonly securityToken: string;
  };
  /** `timeout` in seconds. */
  readonly function: { readonly name: string; readonly timeout: number };
}
