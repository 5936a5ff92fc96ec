/** One small world: a poller, the servers that meet it with faults, and what an outsider can see of both. */
import { inspect } from 'node:util';
import pino from 'pino';
import { TablestoreError } from '../../../lib/errors';
import type { Audience } from '../../../lib/task';
import type { Random } from '../memory/random';
import type { Plan } from './plans';
import { createPoller, type Settings } from './poller';
import { type Record, record } from './record';
import { Rows } from './rows';
import { type Servers, startServers } from './servers';
import { createTruths, type Truth } from './tasks';
import { SkippingTime } from './time';
import type { Taken } from './webhook';

/** A message that Slack took, and what the sweep that sent it made of it. */
export interface Sent extends Taken {
  readonly to: Audience;
  /** News that is not recorded as told when the sweep ends. */
  readonly unrecorded: ReadonlySet<string>;
  /** Whether a write failed between Slack's taking it and the end of the sweep. */
  readonly writeFailed: boolean;
}

export interface World {
  readonly settings: Settings;
  readonly truths: readonly Truth[];
  readonly servers: Servers;
  readonly record: Record;
  readonly rows: Rows;
  readonly time: SkippingTime;
  readonly sent: readonly Sent[];
  /** When each call to the CDN began, in ms. */
  readonly begun: readonly number[];
  /** Log lines and errors. */
  readonly said: readonly string[];
  readonly breaches: readonly string[];
  readonly sweeps: number;
  sweep(): Promise<void>;
}

export async function createWorld({ seed, chosen, settings, latest }: Plan, random: Random): Promise<World> {
  const time = new SkippingTime();
  const truths = createTruths(random, latest);
  const audiences: readonly Audience[] = settings.failures === 'none' ? ['channel'] : ['channel', 'failures'];
  const servers = await startServers(seed, truths, audiences, time, random);
  const kept = record(servers, chosen, truths, time, random);
  const rows = new Rows(
    servers.tablestore,
    truths.map(({ id }) => id),
  );
  // While the CDN hangs, other calls are under way, and no time can be skipped.
  const hangs = chosen.some(({ where, kind }) => where === 'cdn' && kind.slow);
  const said: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void said.push(line) });
  const poller = createPoller(servers, settings, hangs ? time.realClock() : time.skippingClock(), log);
  const breaches: string[] = [];
  const sent: Sent[] = [];
  let sweeps = 0;

  return {
    ...{ settings, truths, servers, record: kept, rows, time, sent, begun: poller.begun, said, breaches },
    get sweeps() {
      return sweeps;
    },
    async sweep() {
      const clock = time.skippingClock();
      const { length } = kept;
      const { total } = kept.injector;
      try {
        await poller.invoke(`request-${++sweeps}`, clock);
      } catch (error) {
        said.push(inspect(error, { depth: 10, showHidden: true }));
        if (!(error instanceof TablestoreError)) breaches.push(`a sweep threw ${error}`);
        else if (kept.injector.total === total) breaches.push(`a sweep threw ${error.code} though nothing was wrong`);
      }
      const took = Math.round(clock.elapsed());
      if (took > settings.timeoutMs) breaches.push(`a sweep of ${settings.timeoutMs} ms took ${took} ms`);
      rows.look();
      for (const audience of audiences) noteSent(audience, length);
    },
  };

  /** What Slack has taken since the sweep began, held against the rows as they are now. */
  function noteSent(to: Audience, since: number): void {
    for (const taken of servers.webhooks[to]?.taken ?? []) {
      const { order } = taken.arrival;
      if (order <= since) continue;
      const unrecorded = rows.unrecorded(taken.news, to);
      sent.push({ ...taken, to, unrecorded, writeFailed: kept.failedWrites.some((write) => write > order) });
    }
  }
}
