/** How each server asks whether somebody may do something: by the vendor's names for its actions and resources. */
import { type Access, OWNER_KEY, ROLE_KEYS } from './access';
import type { CdnOptions } from './cdn/server';
import type { FunctionsOptions } from './functions/server';
import type { TablestoreOptions } from './tablestore/server';

export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly instance: string;
}

export interface Guards {
  readonly cdn: Pick<CdnOptions, 'permits' | 'otherKeys'>;
  readonly tablestore: Pick<TablestoreOptions, 'permits' | 'otherKeys'>;
  readonly functions: Pick<FunctionsOptions, 'permits'>;
}

export function guard(access: Access, { accountId, region, instance }: Place): Guards {
  const otherKeys = [ROLE_KEYS.poll, ROLE_KEYS.submit, OWNER_KEY];
  const resource = (service: string, where: string, rest: string) => `acs:${service}:${where}:${accountId}:${rest}`;
  return {
    cdn: {
      otherKeys,
      permits: (key, action, domain) =>
        access.permits(key, `cdn:${action}`, domain === undefined ? '*' : resource('cdn', '*', `domain/${domain}`)),
    },
    tablestore: {
      otherKeys,
      permits: (key, operation, table) =>
        access.permits(key, `ots:${operation}`, resource('ots', region, `instance/${instance}/table/${table}`)),
    },
    functions: {
      permits: (key, action, name) => access.permits(key, `fc:${action}`, resource('fc', region, `functions/${name}`)),
    },
  };
}

/** Tests name tables and functions as they like; that the documents hold for the named ones only is tested with them. */
export function anyNames({ accountId, region, instance }: Place): Record<string, string> {
  return {
    ALIBABA_CLOUD_REGION: region,
    ALIBABA_CLOUD_ACCOUNT_ID: accountId,
    TABLESTORE_INSTANCE: instance,
    TABLESTORE_TABLE: '*',
    POLL_FUNCTION: '*',
    SUBMIT_FUNCTION: '*',
    LOG_PROJECT: 'local',
    LOG_STORE: 'local',
    POLL_ROLE: 'local',
    SUBMIT_ROLE: 'local',
  };
}
