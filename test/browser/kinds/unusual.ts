/** What is told of tasks that did not end, of ids that are no good, and of what could not be told in time. */
import { completes, fails, neverFinishes } from '../../cloud/cdn/life';
import { TABLE } from '../../cloud/cloud';
import { CONSOLE, DIGEST, HERE, type Kind, MINUTE, SITE } from './kind';

const DAY = 24 * 60;

export const UNUSUAL: readonly Kind[] = [
  {
    kind: 'a task that takes too long',
    async play({ watch, pollAfter }) {
      watch('44444441', 'deploy 1.2.6', [{ url: `${SITE}/archive/`, life: neverFinishes() }]);
      await pollAfter(29);
      await pollAfter(2);
    },
    messages: [
      {
        headline: 'CDN: 1 overdue',
        says: [`${SITE}/archive/`, 'still running after 31 m · task 44444441 · deploy 1.2.6'],
        links: CONSOLE,
        footer: DIGEST,
      },
    ],
  },
  {
    kind: 'ids that are unknown, refused or too old',
    async play({ cloud, now, watch, pollAfter }) {
      watch('99999999', '', []);
      cloud.cdn.tasks.forget('99999999');
      await pollAfter(1);
      watch('not-a-task-id', '', []);
      cloud.cdn.tasks.refuse(['not-a-task-id']);
      const added = BigInt(now() - 40 * DAY * MINUTE);
      cloud.tablestore.seed(TABLE, [{ list: 'pending', id: '40000002', added, urls: `${SITE}/old.css` }]);
      await pollAfter(11);
      cloud.cdn.tasks.refuse([]);
    },
    messages: [
      {
        headline: 'CDN: 1 rejected, 1 missing, 1 expired',
        says: [
          'rejected: the CDN refuses this task id; was it copied correctly?',
          'task not-a-task-id',
          'missing: the CDN does not know this task id; was it copied correctly, and made with this account?',
          'task 99999999',
          `${SITE}/old.css`,
          'expired: no end was seen within the 30 days the CDN remembers a task · after 40 d',
          'task 40000002',
        ],
        pings: HERE,
        links: CONSOLE,
        footer: DIGEST,
      },
    ],
  },
  {
    kind: 'what could not be told for more than a day',
    async play({ cloud, watch, pollAfter }) {
      watch('55555551', '', [{ url: `${SITE}/f.js`, life: fails(0, 'InternalError') }]);
      watch('55555552', '', [{ url: `${SITE}/g.js`, life: completes(0) }]);
      cloud.slack.state = 'no_service';
      await pollAfter(1);
      cloud.slack.state = 'ok';
      await pollAfter(DAY + 60);
    },
    messages: [
      {
        headline: 'Late: CDN: 1 failed, 1 complete',
        says: ['failed: the CDN had an internal error (InternalError) · after 1 m · late: it ended at 2026-'],
        pings: HERE,
        commands: ['cdn-tasks retry 55555551'],
        links: CONSOLE,
        footer: DIGEST,
      },
    ],
  },
];
