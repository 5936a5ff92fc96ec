/** The product as functions/poll.ts wires it, but with a clock, a log and a count of calls that can be looked at. */
import { createCdn } from '../../../lib/edges/cdn';
import { createSlack } from '../../../lib/edges/slack';
import { createTaskList } from '../../../lib/edges/tablestore';
import { createInstance } from '../../../lib/instance';
import type { Log } from '../../../lib/log';
import { createPace } from '../../../lib/pace';
import type { Clock } from '../../../lib/ports';
import { quietChannel, type Silence } from '../../../lib/quiet-channel';
import { divideTime } from '../../../lib/steps/budget';
import { type SweepOptions, sweep } from '../../../lib/sweep';
import type { Audience } from '../../../lib/task';
import { TABLE } from './rows';
import { INSTANCE, type Servers } from './servers';

export interface Settings extends Pick<SweepOptions, 'timeoutMs' | 'announce' | 'failures'> {
  readonly callsPerSecond: number;
}

export interface Poller {
  /** When each call to the CDN began, in ms. */
  readonly begun: readonly number[];
  invoke(requestId: string, clock: Clock): Promise<void>;
}

/** @param paceClock goes on from sweep to sweep */
export function createPoller(
  { cdn, tablestore, webhooks, credentials }: Servers,
  { timeoutMs, callsPerSecond, announce, failures }: Settings,
  paceClock: Clock,
  log: Log,
): Poller {
  const instance = createInstance({
    tablestore: { endpoint: tablestore.url, instance: INSTANCE, table: TABLE },
    cdn: { endpoint: cdn.url, callsPerSecond },
    logLevel: 'debug',
  });
  const pace = createPace(callsPerSecond, paceClock);
  const silences: Record<Audience, Silence> = { channel: { until: 0 }, failures: { until: 0 } };
  const begun: number[] = [];
  const counted: typeof instance.cdn = {
    call(...call) {
      begun.push(paceClock.elapsed());
      return instance.cdn.call(...call);
    },
  };

  return {
    begun,
    async invoke(requestId, clock) {
      const context = { requestId, credentials, function: { name: 'poll', timeout: timeoutMs / 1000 } };
      instance.begin(context, clock, divideTime(timeoutMs).end);
      const channels = Object.fromEntries(
        Object.entries(webhooks).map(([audience, { server }]) => [
          audience,
          quietChannel(createSlack(server.webhookUrl, clock.now), silences[audience as Audience], clock),
        ]),
      );
      const settings = { historyDays: 30, notify: 'all', announce, failures } as const;
      await sweep(
        { ...settings, owner: requestId, timeoutMs, place: `local · ${TABLE}` },
        {
          list: createTaskList(instance.tablestore, TABLE),
          cdn: createCdn(counted),
          ...{ channels, pace, clock, log },
        },
      );
    },
  };
}
