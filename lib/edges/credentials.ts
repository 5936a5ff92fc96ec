/** Credentials as Function Compute hands them to each invocation. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Only temporary credentials have one. */
  readonly securityToken?: string;
}
