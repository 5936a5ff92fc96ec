/** What is told of tasks that ended as they should, or failed. */
import { completes, fails } from '../../cloud/cdn/life';
import { success } from '../scenes';
import { CONSOLE, DIGEST, HERE, type Kind, MINUTE, SITE } from './kind';

const script = (name: string, afterMs: number) => [{ url: `${SITE}/${name}.js`, life: completes(afterMs) }];
const broken = (name: string, afterMs: number) => [
  { url: `${SITE}/${name}.js`, life: fails(afterMs, 'OriginTimeout') },
];

export const ENDED: readonly Kind[] = [
  {
    kind: 'a whole submission that went well',
    play: success,
    messages: [
      {
        headline: 'deploy 1.2.3: 12 of 12 URLs purged in 6 m 27 s',
        says: ['http://static-1.example.com/deploy-1.2.3.js', 'after 3 m · task 15704222901', 'and 7 more'],
        links: CONSOLE,
        footer: DIGEST,
      },
    ],
  },
  {
    kind: 'a failure while its submission runs, and what became of the submission',
    async play({ watch, pollAfter }) {
      watch('11111111', 'deploy 1.2.4', script('a', 2 * MINUTE));
      watch('11111112', 'deploy 1.2.4', broken('b', 2 * MINUTE));
      watch('11111113', 'deploy 1.2.4', script('c', 5 * MINUTE));
      await pollAfter(3);
      await pollAfter(3);
    },
    messages: [
      {
        headline: 'deploy 1.2.4: 1 failed, 1 task done, 1 task still running after 3 m',
        says: [`${SITE}/b.js`, 'failed: the origin did not answer in time (OriginTimeout) · after 3 m · task 11111112'],
        pings: HERE,
        commands: ['cdn-tasks retry 11111112'],
        links: CONSOLE,
        footer: DIGEST,
      },
      {
        headline: 'deploy 1.2.4: 1 failed, 2 of 3 URLs purged, in 6 m',
        says: ['Complete', `${SITE}/a.js`, 'after 3 m · task 11111111', `${SITE}/c.js`, 'after 6 m · task 11111113'],
        links: CONSOLE,
        footer: DIGEST,
      },
    ],
  },
  {
    kind: 'several submissions and loose tasks at once',
    async play({ watch, pollAfter }) {
      for (const i of [1, 2, 3]) watch(`2222222${i}`, 'deploy 1.2.5', script(`d-${i}`, 4 * MINUTE));
      watch('22222225', 'films', broken('film', 4 * MINUTE));
      watch('22222226', 'films', script('trailer', 4 * MINUTE));
      watch('22222227', '', script('loose', 4 * MINUTE));
      await pollAfter(5);
    },
    messages: [
      {
        headline: 'CDN: 1 failed, 5 complete',
        says: [
          `${SITE}/film.js`,
          'after 5 m · task 22222225 · films',
          'Submissions',
          'films: 1 failed, 1 of 2 URLs purged, in 5 m',
          'deploy 1.2.5: 3 of 3 URLs purged in 5 m',
          'Complete',
          'after 5 m · task 22222227',
        ],
        pings: HERE,
        commands: ['cdn-tasks retry 22222225'],
        links: CONSOLE,
        footer: DIGEST,
      },
    ],
  },
];
