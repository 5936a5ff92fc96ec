/** The access keys an account has, and how the API tells a good one from a bad one. */
import { missing, Refusal } from './refusal';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
  /** From this moment on, ms since 1970, the token is refused. */
  readonly expiresAt?: number;
  readonly inactive?: boolean;
}

export class Keyring {
  private known: readonly Credentials[];

  constructor(
    private current: Credentials,
    private readonly now: () => number,
    others: readonly Credentials[] = [],
  ) {
    this.known = [current, ...others];
  }

  /** Temporary credentials live on for `graceMs` and are then told apart as expired; a key without a token is gone at once. */
  rotate(next: Credentials, graceMs = 0): void {
    const end = Math.min(this.current.expiresAt ?? Number.POSITIVE_INFINITY, this.now() + graceMs);
    const others = this.known.filter((key) => key !== this.current);
    const former = this.current.securityToken === undefined ? [] : [{ ...this.current, expiresAt: end }];
    this.known = [next, ...others, ...former];
    this.current = next;
  }

  secretOf(accessKeyId: string, token: string | undefined): string {
    const named = this.known.filter((key) => key.accessKeyId === accessKeyId);
    if (named.length === 0) throw new Refusal(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    const key = named.find((candidate) => candidate.securityToken === token);
    if (key === undefined) throw tokenProblem(token);
    if (key.inactive) throw new Refusal(403, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.');
    if (key.expiresAt !== undefined && key.expiresAt <= this.now()) {
      throw new Refusal(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
    }
    return key.accessKeySecret;
  }
}

function tokenProblem(token: string | undefined): Refusal {
  if (token === undefined || token === '') return missing('SecurityToken');
  if (!/^[\w+/=.-]+$/.test(token)) {
    return new Refusal(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');
  }
  return new Refusal(
    400,
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  );
}
