/** Troubles that come now and then, each of its service: what it answers instead, and whether it did what was asked. */
import { CdnError, type CdnFailure, TablestoreError } from '../../../lib/errors';
import type { Fate } from './invocation';
import type { Random } from './random';
import { SlackSays } from './world';

/** Requests of 100 that meet trouble. */
const TROUBLED = { describe: 2, post: 25, list: 2 };
/** Invocations of 100 that die, at one of these requests. */
const CRASHES = 5;
const CRASH_AT = [1, 2, 3, 5, 8, 13, 21, 100, 1_000] as const;

const CDN: readonly [CdnFailure, ...CdnFailure[]] = [
  'throttled',
  'throttled',
  'unavailable',
  'dropped',
  'unclear',
  'timeout',
];
const TABLESTORE = ['OTSServerBusy', 'OTSTimeout', 'OTSRowOperationConflict'] as const;

/** The troubles of one invocation. */
export function troubles(random: Random): (number: number, name: string) => Fate | undefined {
  const crash = random.percent(CRASHES) ? random.pick(CRASH_AT) : undefined;
  return (number, name) => {
    const when = random.pick(['before', 'after']);
    if (number === crash) return { kind: 'crash', when };
    if (name === 'describe') return random.percent(TROUBLED.describe) ? cdn(random) : undefined;
    if (name.startsWith('post')) return random.percent(TROUBLED.post) ? slack(random) : undefined;
    return random.percent(TROUBLED.list) ? tablestore(name, when, random) : undefined;
  };
}

function cdn(random: Random): Fate {
  const failure = random.pick(CDN);
  return {
    kind: 'answer',
    when: 'before',
    answer: () => {
      throw new CdnError(failure, `Test.${failure}`, 'as it happens');
    },
  };
}

function slack(random: Random): Fate {
  const limited = random.percent(60);
  return {
    kind: 'answer',
    when: limited ? 'before' : random.pick(['before', 'after']),
    answer: () => {
      throw new SlackSays(
        limited
          ? { kind: 'limited', retryAfterMs: random.pick([1, 30, 900]) * 1_000 }
          : { kind: 'unclear', code: 'HTTP 500' },
      );
    },
  };
}

function tablestore(name: string, when: 'before' | 'after', random: Random): Fate {
  const code = random.pick(TABLESTORE);
  return {
    kind: 'answer',
    when,
    answer: () => {
      throw new TablestoreError(name, code, 'as it happens', false);
    },
  };
}
