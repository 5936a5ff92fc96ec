/** Hostile input: rows, replies, events and texts that nobody should send, beside healthy tasks that must not suffer from them. */
import type { Experiment, Finding, Size } from '../experiment';
import { hostileEvents } from './events';
import { hostileInvocations } from './invocations';
import { hostileMessages, type Runs } from './messages';
import { hostileReplies } from './replies';
import { hostileRows } from './rows';
import type { Found } from './search';
import { hostileServices } from './services';

interface Numbers {
  readonly rows: number;
  readonly replies: number;
  readonly events: number;
  readonly invocations: number;
  readonly services: number;
  readonly messages: Runs;
}

const NUMBERS: Readonly<Record<Size, Numbers>> = {
  small: {
    rows: 60,
    replies: 20,
    events: 300,
    invocations: 3,
    services: 4,
    messages: { scenes: 60, crowds: 3, faults: 20 },
  },
  full: {
    rows: 7_000,
    replies: 3_500,
    events: 12_000,
    invocations: 150,
    services: 250,
    messages: { scenes: 5_500, crowds: 300, faults: 1_500 },
  },
};

/** Breaches worth reading. */
const KEPT = 5;

export const hostileInput: Experiment = {
  name: 'hostile',
  async run(size, seed): Promise<Finding> {
    const numbers = NUMBERS[size];
    const rows = await hostileRows(seed, numbers.rows);
    const replies = await hostileReplies(seed, numbers.replies);
    const events = await hostileEvents(seed, numbers.events);
    const invocations = await hostileInvocations(seed, numbers.invocations);
    const services = await hostileServices(seed, numbers.services);
    const messages = await hostileMessages(numbers.messages, seed);
    const found: Found[] = [rows, replies, events, invocations, services, ...messages.found];
    const sum = (of: (one: Found) => number) => found.reduce((all, one) => all + of(one), 0);
    return {
      size: `${count(sum(({ examples }) => examples))} inputs`,
      lost: sum(({ lost }) => lost),
      repeats: 0,
      breaches: found.flatMap(({ breaches }) => breaches).slice(0, KEPT),
      notes: [
        `lists with hostile rows: ${count(rows.examples)}`,
        `hostile replies of the CDN: ${count(replies.examples)}`,
        `hostile events: ${count(events.examples)} read, ${count(invocations.examples)} sent to both built functions`,
        `hostile rows and replies over real connections: ${count(services.examples)}`,
        `messages about hostile tasks: ${count(messages.messages)}`,
      ],
    };
  },
};

function count(number: number): string {
  return number.toLocaleString('en');
}
