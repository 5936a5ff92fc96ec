/** What can be wrong with credentials, clocks, permissions, webhooks and connections, each to be begun in a local cloud. */
import type { Cloud } from '../../cloud/cloud';
import type { Fault } from '../../cloud/faults';
import type { SlackServer } from '../../cloud/slack/server';
import { echoInPage, echoOfCdn, echoOfTablestore, refusalOfTablestore } from './echoes';

export interface Place {
  readonly cloud: Cloud;
  readonly failures: SlackServer;
  /** Ms by which the clock of the CDN is wrong. */
  skewMs: number;
}

export interface Trouble {
  readonly name: string;
  begin(place: Place): void;
}

const NONE: Trouble = { name: 'no trouble', begin: () => undefined };

const OTHER_SECRET = 'AnotherSecret0123456789abcdefg';
const OTHER_TOKEN = 'CAISanother-token-0123456789';
const page = (status: number, body: string): Fault => ({ kind: 'answer', answer: { status, body } });

const KEYS: readonly Trouble[] = [
  {
    name: 'a key the CDN does not know',
    begin: ({ cloud }) => cloud.cdn.rotate({ accessKeyId: 'LTAI5tSomebodyElse01', accessKeySecret: OTHER_SECRET }),
  },
  {
    name: 'a token that has expired, for the CDN',
    begin: ({ cloud }) => cloud.cdn.rotate({ ...cloud.roleCredentials, securityToken: OTHER_TOKEN }),
  },
  {
    name: 'a signature the CDN does not find right',
    begin: ({ cloud }) => cloud.cdn.rotate({ ...cloud.roleCredentials, accessKeySecret: OTHER_SECRET }),
  },
  {
    name: 'a clock of the CDN that is an hour ahead',
    begin: (place) => void Object.assign(place, { skewMs: 3_600_000 }),
  },
  {
    name: 'a clock of Tablestore that is an hour ahead',
    begin: ({ cloud }) =>
      cloud.tablestore.faults.when(({ headers }) =>
        refusalOfTablestore(`Mismatch between system time and x-ots-date: ${headers['x-ots-date']}.`),
      ),
  },
  {
    name: 'a key Tablestore does not know',
    begin: ({ cloud }) => {
      cloud.tablestore.credentials = { accessKeyId: 'LTAI5tSomebodyElse01', accessKeySecret: OTHER_SECRET };
    },
  },
  {
    name: 'a token that has expired, for Tablestore',
    begin: ({ cloud }) => {
      cloud.tablestore.credentials = { ...cloud.roleCredentials, securityToken: OTHER_TOKEN };
    },
  },
  {
    name: 'a signature Tablestore does not find right',
    begin: ({ cloud }) => {
      cloud.tablestore.credentials = { ...cloud.roleCredentials, accessKeySecret: OTHER_SECRET };
    },
  },
];

const PERMISSIONS: readonly Trouble[] = ['ots:*', 'ots:BatchWriteRow', 'cdn:*', 'fc:*'].map((action) => ({
  name: `no permission for ${action}`,
  begin: ({ cloud }) => {
    for (const who of ['user', 'poll', 'submit'] as const) cloud.access.deny(who, action);
  },
}));

const WEBHOOKS: readonly Trouble[] = (['no_service', 'invalid_token', 'rollup_error'] as const).map((state) => ({
  name: `webhooks that answer ${state}`,
  begin: ({ cloud, failures }) => {
    cloud.slack.state = state;
    failures.state = state;
  },
}));

const UNREACHABLE: readonly Trouble[] = (['cdn', 'tablestore', 'slack'] as const).map((service) => ({
  name: `nobody listening in place of ${service}`,
  begin: ({ cloud }) => void cloud[service].close(),
}));

const CONNECTIONS: readonly Trouble[] = (['cdn', 'tablestore', 'slack', 'functions'] as const).flatMap((service) =>
  (
    [
      ['closes the connection', () => ({ kind: 'reset' })],
      ['is cut off', () => ({ kind: 'cut', bytes: 20 })],
      ['answers with nothing', () => page(200, '')],
      ['answers with half of something', () => page(200, '{"Tasks":[{"TaskId":"1","Sta')],
      ['is a proxy that quotes the request, with 502', echoInPage(502)],
      ['is a proxy that quotes the request, with 403', echoInPage(403)],
      ['is a proxy that quotes the request, with 200', echoInPage(200)],
    ] satisfies [string, Parameters<Cloud['cdn']['faults']['when']>[0]][]
  ).map(([what, rule]) => ({
    name: `${service} that ${what}`,
    begin: ({ cloud }) => cloud[service].faults.when(rule),
  })),
);

const ECHOES: readonly Trouble[] = [
  ...['InvalidParameter', 'SignatureDoesNotMatch', 'Forbidden.RAM', 'SomethingNew'].map((code) => ({
    name: `a CDN that echoes the call with ${code}`,
    begin: ({ cloud }: Place) => cloud.cdn.faults.when(echoOfCdn(code)),
  })),
  {
    name: 'a Tablestore that echoes the request',
    begin: ({ cloud }) => cloud.tablestore.faults.when(echoOfTablestore),
  },
];

/** They are over as soon as they are met; with the others much is tried again, and waited for. */
export const REFUSALS: readonly Trouble[] = [NONE, ...KEYS, ...ECHOES, ...PERMISSIONS, ...WEBHOOKS];
export const TROUBLES: readonly Trouble[] = [...REFUSALS, ...UNREACHABLE, ...CONNECTIONS];
