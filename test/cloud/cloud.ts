/** The whole local cloud: four servers that know each other's addresses, and the poller as it would be deployed. */
import TS from 'tablestore';
import { type Access, createAccess, OWNER_KEY, type PolicyOf, ROLE_KEYS, readPolicies } from './access';
import { type CdnOptions, type CdnServer, cdnServer } from './cdn/server';
import type { FunctionConfig } from './functions/function';
import { type FunctionsOptions, type FunctionsServer, functionsServer } from './functions/server';
import { deployedFunctions } from './functions/template';
import { anyNames, guard } from './guards';
import { type SlackOptions, type SlackServer, slackServer } from './slack/server';
import { type TablestoreOptions, type TablestoreServer, tablestoreServer } from './tablestore/server';

export const ACCOUNT_ID = '1234567890123456';
export const REGION = 'local';
export const INSTANCE = 'cdn-local';
export const TABLE = 'cdn_tasks';

/** Keys of this cloud only. They look like real ones, so that a search for leaked keys finds them. */
export const CREDENTIALS = {
  accessKeyId: 'LTAI5tLocalCloudKeyId001',
  accessKeySecret: 'LocalCloudSecret0123456789abcd',
};

const PLACE = { accountId: ACCOUNT_ID, region: REGION, instance: INSTANCE };

export interface CloudOptions {
  /** The wall clock of all servers and of the functions, ms since 1970. */
  readonly now?: () => number;
  readonly ports?: {
    readonly cdn?: number;
    readonly tablestore?: number;
    readonly slack?: number;
    readonly functions?: number;
  };
  /**
   * With a token the credentials are those of a role, as a function gets them: one for the user and both functions, who
   * are allowed then what any of them is. Without one each has a key of its own.
   */
  readonly securityToken?: string;
  readonly cdn?: Partial<CdnOptions>;
  readonly slack?: Partial<SlackOptions>;
  readonly tablestore?: Partial<TablestoreOptions>;
  /** Settings of the functions that differ from those in template.yml. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds the poller may take, where that is not what template.yml says. */
  readonly timeout?: number;
  readonly onInvocation?: FunctionsOptions['onInvocation'];
  /** In place of the documents of the folder ram/. */
  readonly policies?: Partial<PolicyOf>;
}

export interface Cloud {
  readonly cdn: CdnServer;
  readonly tablestore: TablestoreServer;
  readonly slack: SlackServer;
  readonly functions: FunctionsServer;
  readonly poll: FunctionConfig;
  readonly submit: FunctionConfig;
  /** Who may do what, by their policies. */
  readonly access: Access;
  /** A client of the list, with the real SDK, for the owner of the account. */
  readonly client: TS.Client;
  /** With a token: what the functions get from now on; the servers must be told too. */
  roleCredentials: { accessKeyId: string; accessKeySecret: string; securityToken: string };
  createTable(): Promise<void>;
  close(): Promise<void>;
}

export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { now = Date.now, ports = {}, securityToken } = options;
  const credentials = { ...CREDENTIALS, ...(securityToken && { securityToken }) };
  const policies = { ...readPolicies(anyNames(PLACE)), ...options.policies };
  const access = createAccess(securityToken === undefined ? CREDENTIALS.accessKeyId : undefined, policies);
  const guards = guard(access, PLACE);
  const cdn = await cdnServer({ now, port: ports.cdn ?? 0, credentials, ...guards.cdn, ...options.cdn });
  const tablestore = await tablestoreServer({
    now,
    port: ports.tablestore ?? 0,
    credentials,
    instance: INSTANCE,
    ...guards.tablestore,
    ...options.tablestore,
  });
  const slack = await slackServer({ now, port: ports.slack ?? 0, ...options.slack });
  const { poll: deployed, submit } = await deployedFunctions({
    TABLESTORE_ENDPOINT: tablestore.url,
    TABLESTORE_INSTANCE: INSTANCE,
    TABLESTORE_TABLE: TABLE,
    CDN_ENDPOINT: cdn.url,
    SLACK_WEBHOOK_URL: slack.webhookUrl,
    ...options.environment,
  });
  const poll = { ...deployed, timeout: options.timeout ?? deployed.timeout };
  const functions = await functionsServer({
    now,
    port: ports.functions ?? 0,
    functions: [poll, submit],
    credentials: CREDENTIALS,
    roleCredentials: (name) =>
      securityToken === undefined ? ROLE_KEYS[name === poll.name ? 'poll' : 'submit'] : cloud.roleCredentials,
    ...guards.functions,
    ...(options.onInvocation && { onInvocation: options.onInvocation }),
  });
  const client = new TS.Client({
    accessKeyId: OWNER_KEY.accessKeyId,
    secretAccessKey: OWNER_KEY.accessKeySecret,
    endpoint: tablestore.url,
    instancename: INSTANCE,
    maxRetries: 0,
  });
  const cloud: Cloud = {
    cdn,
    tablestore,
    slack,
    functions,
    poll,
    submit,
    access,
    client,
    roleCredentials: { ...CREDENTIALS, securityToken: securityToken ?? '' },
    createTable: () => createTable(client),
    async close() {
      await functions.close();
      await Promise.all([cdn.close(), tablestore.close(), slack.close()]);
    },
  };
  return cloud;
}

/** All settings of cdn-tasks for this cloud. */
export function settingsFor({ cdn, tablestore, slack, functions }: Cloud): Record<string, string> {
  return {
    TABLESTORE_ENDPOINT: tablestore.url,
    TABLESTORE_INSTANCE: INSTANCE,
    TABLESTORE_TABLE: TABLE,
    CDN_ENDPOINT: cdn.url,
    SLACK_WEBHOOK_URL: slack.webhookUrl,
    FUNCTIONS_ENDPOINT: functions.url,
    ALIBABA_CLOUD_ACCOUNT_ID: ACCOUNT_ID,
    ALIBABA_CLOUD_REGION: REGION,
    ALIBABA_CLOUD_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: CREDENTIALS.accessKeySecret,
  };
}

/** The table as a user makes it. */
export async function createTable(client: TS.Client, tableName = TABLE): Promise<void> {
  await client.createTable({
    tableMeta: {
      tableName,
      primaryKey: [
        { name: 'list', type: 'STRING' },
        { name: 'id', type: 'STRING' },
      ],
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: 90 * 86_400, maxVersions: 1 },
  });
}
