/** What is told of a URL that was told of before. */
import { completes, fails, type Life } from '../../cloud/cdn/life';
import { CONSOLE, DIGEST, HERE, type Kind, type Seen, SITE } from './kind';

const URL = `${SITE}/again.js`;

/** Tasks with one URL, one after the other, made elsewhere. */
function oneByOne(...lives: readonly Life[]): Kind['play'] {
  return async ({ watch, pollAfter }) => {
    for (const [i, life] of lives.entries()) {
      watch(`3333333${i}`, '', [{ url: URL, life }]);
      await pollAfter(1);
    }
  };
}

function failed(i: number, ...says: string[]): Seen {
  return {
    headline: 'CDN: 1 failed',
    says: [URL, 'failed: the CDN gave it up (timeout)', ...says, `task 3333333${i}`],
    pings: HERE,
    commands: [`cdn-tasks retry 3333333${i}`],
    links: CONSOLE,
    footer: DIGEST,
  };
}

function fine(i: number): Seen {
  return {
    headline: 'CDN: 1 complete',
    says: [URL, `failed before, now fine · after 1 m · task 3333333${i}`],
    links: CONSOLE,
    footer: DIGEST,
  };
}

export const BEFORE: readonly Kind[] = [
  {
    kind: 'a URL that failed before and is fine now, and one that was fine and fails',
    play: oneByOne(fails(0, 'timeout'), completes(0), fails(0, 'timeout')),
    messages: [failed(0), fine(1), failed(2, 'was fine the last time')],
  },
  {
    kind: 'a URL that fails again',
    play: oneByOne(fails(0, 'timeout'), fails(0, 'timeout')),
    messages: [failed(0), failed(1, 'failed before too')],
  },
];
