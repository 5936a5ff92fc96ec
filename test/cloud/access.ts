/** Who may do what in the local cloud: the user, the role of each function, and the owner of the account. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fillPolicy } from '../../deploy/fill-policy';
import { type Policy, permits } from './ram';

/** The user deploys and uses cdn-tasks; the owner is the person at the console, who may do everything. */
export type Principal = 'user' | 'poll' | 'submit' | 'owner';

export type PolicyOf = Readonly<Record<Exclude<Principal, 'owner'>, Policy>>;

export interface Access {
  permits(accessKeyId: string, action: string, resource: string): boolean;
  /** What each has asked for, refused or not. */
  readonly asked: Readonly<Record<Principal, ReadonlySet<string>>>;
  /** From now on this is refused to one of them, whatever the policies say. */
  deny(who: Principal, action: string): void;
}

export interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** The functions' own; the owner's is without a token. */
export const ROLE_KEYS: Readonly<Record<'poll' | 'submit', Key>> = {
  poll: {
    accessKeyId: 'STS.LocalPollRole0001',
    accessKeySecret: 'LocalPollSecret0001',
    securityToken: 'LocalPollToken0001',
  },
  submit: {
    accessKeyId: 'STS.LocalSubmitRole01',
    accessKeySecret: 'LocalSubmitSecret01',
    securityToken: 'LocalSubmitToken01',
  },
};
export const OWNER_KEY = { accessKeyId: 'LTAI5tLocalOwnerKeyId01', accessKeySecret: 'LocalOwnerSecret0123456789abc' };

export const EVERYTHING: Policy = { Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/**
 * @param user the access key of the user; undefined where the user and both roles share one, and can't be told apart
 */
export function createAccess(user: string | undefined, policies: PolicyOf): Access {
  const owners = new Map<string | undefined, Principal>([
    [ROLE_KEYS.poll.accessKeyId, 'poll'],
    [ROLE_KEYS.submit.accessKeyId, 'submit'],
    [OWNER_KEY.accessKeyId, 'owner'],
    [user, 'user'],
  ]);
  const all = { ...policies, owner: EVERYTHING };
  const asked = {
    user: new Set<string>(),
    poll: new Set<string>(),
    submit: new Set<string>(),
    owner: new Set<string>(),
  };
  const denied: Record<Principal, string[]> = { user: [], poll: [], submit: [], owner: [] };
  return {
    asked,
    permits(accessKeyId, action, resource) {
      const owner = owners.get(accessKeyId);
      const who: readonly Principal[] = owner === undefined ? ['user', 'poll', 'submit'] : [owner];
      for (const principal of who) asked[principal].add(action);
      return who.some((principal) => {
        const refusal = { Effect: 'Deny', Action: denied[principal], Resource: '*' };
        return permits([all[principal], { Version: '1', Statement: [refusal] }], action, resource);
      });
    },
    deny: (who, action) => void denied[who].push(action),
  };
}

/** The documents of the folder ram/, filled. */
export function readPolicies(values: Readonly<Record<string, string>>): PolicyOf {
  const read = (name: string): Policy =>
    JSON.parse(fillPolicy(readFileSync(path.resolve('ram', `${name}-policy.json`), 'utf8'), values));
  return { user: read('user'), poll: read('poll'), submit: read('submit') };
}
