/** The three messages there are, made by the poller out of tasks on the list. */
import { completes, fails } from '../cloud/cdn/life';
import type { Stage } from './stage';

const MINUTE = 60_000;
const SITE = 'http://example.com';

/** Two submissions that are done, and two tasks that were made elsewhere. */
export async function success({ watch, pollAfter }: Stage): Promise<void> {
  const files = (count: number, name: string) =>
    Array.from({ length: count }, (_, i) => ({ url: `${SITE}/${name}-${i + 1}.js`, life: completes(4 * MINUTE) }));
  watch('15704222901', 'deploy 1.2.3', files(12, 'static/app'));
  watch('15704222902', 'deploy 1.2.3', files(6, 'static/style'));
  watch('15704222903', 'relaunch', files(300, 'shop/page'));
  watch('15704222904', '', files(1, 'fonts/inter'));
  watch('15704222905', '', files(1, 'maps/europe'));
  await pollAfter(5);
}

/** Two tasks that failed, one that nobody knows, and two that are done. */
export async function failure({ cloud, watch, pollAfter }: Stage): Promise<void> {
  const pages = Array.from({ length: 12 }, (_, i) => ({
    url: `${SITE}/shop/page-${i + 1}.html`,
    life: i % 4 === 1 ? fails(5 * MINUTE, i < 6 ? 'OriginTimeout' : 'InternalError') : completes(3 * MINUTE),
  }));
  watch('15704222926', 'relaunch', pages);
  watch('15704222931', 'films', [
    { url: `${SITE}/video/a.mp4`, life: fails(6 * MINUTE, 'OriginReturn StatusCode 5XX') },
  ]);
  watch('15704222932', 'deploy 1.2.3', [{ url: `${SITE}/static/app.js`, life: completes(5 * MINUTE) }]);
  watch('15704222933', 'deploy 1.2.3', [{ url: `${SITE}/img/`, life: completes(6 * MINUTE) }]);
  watch('99999999', '', []);
  cloud.cdn.tasks.forget('99999999');
  await pollAfter(1);
  await pollAfter(11);
}

/** The CDN takes the poller's permission away while there is something to ask. */
export async function operator({ cloud, watch, pollAfter }: Stage): Promise<void> {
  watch('15704222941', 'deploy 1.2.4', [{ url: `${SITE}/static/app.js` }]);
  cloud.cdn.deny('DescribeRefreshTaskById');
  await pollAfter(1);
  cloud.cdn.allow('DescribeRefreshTaskById');
}
