/** What one webhook saw of the poller: when a message came, how it was answered, and of what it told. */
import type { Fault } from '../../cloud/faults';
import type { SlackServer } from '../../cloud/slack/server';
import { countsOthers, keyOf, type News, newsIn } from './told';

export interface Arrival {
  /** By the server's clock, ms since 1970. */
  readonly at: number;
  /** Its place among everything that reached the servers of this world. */
  readonly order: number;
  readonly fault: Fault | undefined;
  /** How many messages Slack had taken before. */
  readonly before: number;
}

/** A message that Slack took. */
export interface Taken {
  readonly arrival: Arrival;
  readonly news: readonly News[];
  readonly countsOthers: boolean;
  /** Slack took it, and gave no clear answer. */
  readonly unclear: boolean;
}

const SECOND = 1_000;
/** The product believes no longer wait than this. Ms. */
const LONGEST_WAIT = 3_600_000;

export class Webhook {
  private readonly arrivals: Arrival[] = [];

  constructor(
    readonly server: SlackServer,
    private readonly now: () => number,
  ) {}

  /** The last part of its address. */
  get secret(): string {
    return this.server.webhookUrl.split('/').at(-1) ?? '';
  }

  arrived(order: number, fault: Fault | undefined): void {
    this.arrivals.push({ at: this.now(), order, fault, before: this.server.messages.length });
  }

  get taken(): Taken[] {
    return this.server.messages.flatMap(({ payload }, i) => {
      const arrival = this.arrivals.findLast(({ before }) => before === i);
      if (!arrival) return [];
      return [
        { arrival, news: newsIn(payload), countsOthers: countsOthers(payload), unclear: arrival.fault !== undefined },
      ];
    });
  }

  /** Messages that came too soon, in words. */
  get hasty(): string[] {
    return this.arrivals.flatMap(({ at }, i) => {
      const last = this.arrivals[i - 1];
      const wait = last && waitAfter(last);
      const passed = at - (last?.at ?? 0);
      if (wait === undefined || passed >= wait) return [];
      return [`a message came ${passed} ms after another one, after which ${wait} ms were to pass`];
    });
  }
}

/** What one webhook heard of each piece of news. */
export function heard(taken: readonly Taken[]): Set<string> {
  return new Set(taken.flatMap(({ news }) => news.map(keyOf)));
}

/** How long nothing may come after an answer, in ms: said once more, by the words of README. */
function waitAfter({ fault, at }: Arrival): number {
  if (fault?.kind !== 'answer' || fault.answer.status !== 429) return SECOND;
  const asked = fault.answer.headers?.['retry-after'] ?? '';
  const wait = / GMT$/.test(asked) ? Date.parse(asked) - at : /^\d+$/.test(asked) ? Number(asked) * SECOND : 0;
  return Math.min(LONGEST_WAIT, Math.max(SECOND, wait));
}
