/** What the pictures show, made by the poller out of tasks on the list. */
import { completes, fails } from '../cloud/cdn/life';
import type { Stage } from './stage';

const MINUTE = 60_000;
const SITE = 'http://example.com';

/** A submission of a dozen tasks, one for each domain, that went well. */
export async function success({ watch, pollAfter }: Stage): Promise<void> {
  for (let i = 1; i <= 12; i++) {
    const url = `http://static-${i}.example.com/deploy-1.2.3.js`;
    watch(String(15704222900 + i), 'deploy 1.2.3', [{ url, life: completes((2 + (i % 5)) * MINUTE) }]);
  }
  await pollAfter(3);
  await pollAfter(3.45);
}

/** Three submissions and a task made elsewhere: some failed, one that nobody knows, and some that are done. */
export async function failure({ watch, cloud, pollAfter }: Stage): Promise<void> {
  watch('99999999', '', []);
  cloud.cdn.tasks.forget('99999999');
  await pollAfter(1);
  await pollAfter(4);
  const pages = Array.from({ length: 12 }, (_, i) => ({
    url: `${SITE}/shop/page-${i + 1}.html`,
    life: i % 4 === 1 ? fails(5 * MINUTE, i < 6 ? 'OriginTimeout' : 'InternalError') : completes(3 * MINUTE),
  }));
  watch('15704222926', 'relaunch', pages);
  watch('15704222927', 'relaunch', [{ url: `${SITE}/shop/`, life: completes(5 * MINUTE) }]);
  watch('15704222931', 'films', [
    { url: `${SITE}/video/a.mp4`, life: fails(6 * MINUTE, 'OriginReturn StatusCode 5XX') },
  ]);
  watch('15704222932', 'deploy 1.2.3', [{ url: `${SITE}/static/app.js`, life: completes(3 * MINUTE) }]);
  watch('15704222933', 'deploy 1.2.3', [{ url: `${SITE}/img/`, life: completes(6 * MINUTE) }]);
  await pollAfter(3.3);
  await pollAfter(3.2);
}

/** The CDN takes the poller's permission away while there is something to ask. */
export async function operator({ cloud, watch, pollAfter }: Stage): Promise<void> {
  watch('15704222941', 'deploy 1.2.4', [{ url: `${SITE}/static/app.js` }]);
  cloud.cdn.deny('DescribeRefreshTaskById');
  await pollAfter(1);
  cloud.cdn.allow('DescribeRefreshTaskById');
}
