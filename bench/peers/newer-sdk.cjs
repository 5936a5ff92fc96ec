/** The vendor's newer package, ten ids a call, one call after another. */
'use strict';
const before = performance.now();
const { default: Client, DescribeRefreshTaskByIdRequest } = require('@alicloud/cdn20180510');
const { $OpenApiUtil } = require('@alicloud/openapi-core');
const loadMs = performance.now() - before;
const { inBatches, patiently, run } = require('./script.cjs');

const { CDN_ENDPOINT, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET } = process.env;

run(loadMs, async (ids) => {
  const { host, protocol } = new URL(CDN_ENDPOINT);
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId: ALIBABA_CLOUD_ACCESS_KEY_ID,
      accessKeySecret: ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      endpoint: host,
      protocol: protocol.replace(':', ''),
      regionId: 'cn-hangzhou',
      // The signature of the older package, by the package's own option: the local CDN knows no other.
      signatureAlgorithm: 'v2',
    }),
  );
  const statuses = new Map();
  for (const batch of inBatches(ids)) {
    const request = new DescribeRefreshTaskByIdRequest({ taskId: batch.join(',') });
    const { body } = await patiently(() => client.describeRefreshTaskById(request));
    for (const { taskId, status } of body.tasks) statuses.set(taskId, status);
  }
  return statuses;
});
