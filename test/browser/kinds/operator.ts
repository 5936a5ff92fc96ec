/** What is told whoever runs the poller: a service refuses it, and it works again. */
import { neverFinishes } from '../../cloud/cdn/life';
import { type Kind, OPERATOR } from './kind';

const LOST = 'No task is lost: the poller tries again on every tick.';

export const OPERATORS: readonly Kind[] = [
  {
    kind: 'that the CDN refuses the poller, and that it works again',
    async play({ cloud, watch, pollAfter }) {
      watch('66666661', 'deploy 1.2.7', [{ life: neverFinishes() }]);
      cloud.cdn.deny('DescribeRefreshTaskById');
      await pollAfter(1);
      cloud.cdn.allow('DescribeRefreshTaskById');
      await pollAfter(11);
    },
    messages: [
      {
        headline: 'The CDN refuses the poller: Forbidden.RAM',
        says: ['allow cdn:DescribeRefreshTaskById on all resources', 'ram/poll-policy.json', LOST],
        footer: OPERATOR,
      },
      {
        headline: 'The poller works again',
        says: ['This fault is over: Forbidden.RAM, last told at 2026-'],
        footer: OPERATOR,
      },
    ],
  },
  {
    kind: 'that Tablestore refuses the poller, still does a day later, and that it works again',
    async play({ dropTable, makeTable, pollInVainAfter, pollAfter }) {
      await dropTable();
      await pollInVainAfter(1);
      await pollInVainAfter(25 * 60);
      await makeTable();
      await pollAfter(11);
    },
    messages: [
      {
        headline: 'Tablestore refuses the poller: OTSObjectNotExist',
        says: ['The table does not exist: make it with "cdn-tasks setup", or check TABLESTORE_TABLE.', LOST],
        footer: OPERATOR,
      },
      {
        headline: 'Tablestore still refuses the poller: OTSObjectNotExist',
        says: ['The table does not exist: make it with "cdn-tasks setup", or check TABLESTORE_TABLE.', LOST],
        footer: OPERATOR,
      },
      {
        headline: 'The poller works again',
        says: ['This fault is over: OTSObjectNotExist, last told at 2026-'],
        footer: OPERATOR,
      },
    ],
  },
];
