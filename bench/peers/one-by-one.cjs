/** The script most people write: the vendor's older package, one id a call, one call after another. */
'use strict';
const before = performance.now();
const RPCClient = require('@alicloud/pop-core');
const loadMs = performance.now() - before;
const { patiently, run } = require('./script.cjs');

const { CDN_ENDPOINT, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET } = process.env;

run(loadMs, async (ids) => {
  const client = new RPCClient({
    accessKeyId: ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    endpoint: CDN_ENDPOINT,
    apiVersion: '2018-05-10',
  });
  const statuses = new Map();
  for (const id of ids) {
    const { Tasks } = await patiently(() => client.request('DescribeRefreshTaskById', { TaskId: id }));
    for (const { TaskId, Status } of Tasks) statuses.set(TaskId, Status);
  }
  return statuses;
});
