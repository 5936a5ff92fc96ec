/**
 * The idle tick as a plain script: the packages the poller is built from, required from node_modules at the top of the file, and
 * one GetRange. It is what the bundle is held against.
 */
'use strict';
const RPCClient = require('@alicloud/pop-core');
const { IncomingWebhook } = require('@slack/webhook');
const pino = require('pino');
const TableStore = require('tablestore');
const v = require('valibot');

const Settings = v.object({
  TABLESTORE_ENDPOINT: v.pipe(v.string(), v.url()),
  TABLESTORE_INSTANCE: v.string(),
  TABLESTORE_TABLE: v.optional(v.string(), 'cdn_tasks'),
  CDN_ENDPOINT: v.optional(v.string(), 'https://cdn.aliyuncs.com'),
  SLACK_WEBHOOK_URL: v.pipe(v.string(), v.url()),
});

let packages;
let warm;

/** These are ECMAScript modules only. */
exports.ready = Promise.all(['p-limit', 'p-retry', 'p-timeout'].map((name) => import(name))).then(
  ([pLimit, pRetry, pTimeout]) => {
    packages = {
      limit: pLimit.default,
      retry: pRetry.default,
      timeout: pTimeout.default,
    };
  },
);

exports.handler = async (_event, { requestId, credentials }) => {
  const began = performance.now();
  const log = pino({ base: { requestId } }, process.stdout);
  const settings = v.parse(Settings, process.env);
  warm ??= connect(settings, credentials);
  const { rows } = await packages.retry(
    () => packages.timeout(warm.tablestore.getRange(pendingRows(settings)), { milliseconds: 10_000 }),
    { retries: 2 },
  );
  const summary = { pending: rows.length, milliseconds: Math.round(performance.now() - began) };
  log.info(summary, 'swept');
  return summary;
};

function connect(settings, { accessKeyId, accessKeySecret, securityToken }) {
  return {
    tablestore: new TableStore.Client({
      accessKeyId,
      secretAccessKey: accessKeySecret,
      ...(securityToken && { stsToken: securityToken }),
      endpoint: settings.TABLESTORE_ENDPOINT,
      instancename: settings.TABLESTORE_INSTANCE,
      maxRetries: 0,
    }),
    cdn: new RPCClient({ accessKeyId, accessKeySecret, endpoint: settings.CDN_ENDPOINT, apiVersion: '2018-05-10' }),
    slack: new IncomingWebhook(settings.SLACK_WEBHOOK_URL),
    atOnce: packages.limit(12),
  };
}

function pendingRows({ TABLESTORE_TABLE }) {
  return {
    tableName: TABLESTORE_TABLE,
    direction: TableStore.Direction.FORWARD,
    inclusiveStartPrimaryKey: [{ list: 'pending' }, { id: TableStore.INF_MIN }],
    exclusiveEndPrimaryKey: [{ list: 'pending' }, { id: TableStore.INF_MAX }],
    maxVersions: 1,
  };
}
