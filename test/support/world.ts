/** A world for sweeps in memory: a clock that moves only when told to, a CDN and a channel that answer as scripted. */
import { CdnError, type CdnFailure } from '../../lib/errors';
import type { Log } from '../../lib/log';
import type { Cdn, Channel, Clock, Pace, Payload, Posted } from '../../lib/ports';
import type { SweepOptions, World } from '../../lib/sweep';
import type { Entry, Waiting } from '../../lib/task';
import { MemoryList } from './memory-list';
import { noteOutput } from './secrets/notes';

/** 2026-11-23T12:00:00Z. */
export const NOON = Date.UTC(2026, 10, 23, 12);
export const MINUTE = 60_000;

export class FakeClock implements Clock {
  private passed = 0;
  constructor(private readonly start = NOON) {}
  now(): number {
    return this.start + this.passed;
  }
  elapsed(): number {
    return this.passed;
  }
  async sleep(ms: number): Promise<void> {
    this.pass(ms);
  }
  pass(ms: number): void {
    this.passed += ms;
  }
}

export class FakeCdn implements Cdn {
  readonly calls: string[][] = [];
  /** What each id's entries are; an id that is not here is absent from the replies. */
  readonly entries = new Map<string, readonly Partial<Entry>[]>();
  /** How a call fails, if it does. */
  fails: (ids: readonly string[], call: number) => CdnFailure | undefined = () => undefined;
  onCall: (timeoutMs: number) => void = () => undefined;

  async describe(ids: readonly string[], timeoutMs: number): Promise<Entry[]> {
    this.calls.push([...ids]);
    this.onCall(timeoutMs);
    const failure = this.fails(ids, this.calls.length);
    if (failure) throw new CdnError(failure, `Test.${failure}`, 'as scripted');
    return ids.flatMap((id) => (this.entries.get(id) ?? []).map((given) => entry(id, given)));
  }
}

export class FakeChannel implements Channel {
  readonly accepted: Payload[] = [];
  readonly posts: { at: number; payload: Payload }[] = [];
  answers: Posted[] = [];
  onPost: () => void = () => undefined;
  constructor(private readonly clock: Clock) {}

  async post(payload: Payload): Promise<Posted> {
    this.posts.push({ at: this.clock.now(), payload });
    noteOutput('a message', payload);
    this.onPost();
    const answer = this.answers.shift() ?? { kind: 'accepted' };
    if (answer.kind === 'accepted') this.accepted.push(payload);
    return answer;
  }
}

export interface LogLine {
  readonly level: string;
  readonly fields: unknown;
  readonly message: string | undefined;
}

export function quietLog(lines: LogLine[] = []): Log {
  const at = (level: string) => (fields: unknown, message?: string) => {
    const line = { level, fields, message };
    noteOutput('a log line', line);
    lines.push(line);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as Log;
}

export interface FakeWorld extends World {
  readonly list: MemoryList;
  readonly cdn: FakeCdn;
  readonly channel: FakeChannel;
  readonly failures: FakeChannel;
  readonly clock: FakeClock;
  readonly lines: LogLine[];
}

/** @param list the list to go on with, as a later sweep does */
export function fakeWorld(list = new MemoryList(), start = NOON): FakeWorld {
  const clock = new FakeClock(start);
  const lines: LogLine[] = [];
  const channel = new FakeChannel(clock);
  const failures = new FakeChannel(clock);
  return {
    list,
    clock,
    cdn: new FakeCdn(),
    channel,
    failures,
    channels: { channel, failures },
    pace: fakePace(clock),
    log: quietLog(lines),
    lines,
  };
}

/** One turn after the other, as the real pace gives them: a call is under way before the next turn comes. */
function fakePace(clock: FakeClock): Pace {
  let last: Promise<unknown> = Promise.resolve();
  return {
    turn: (over) => {
      const turn = last.then(async () => {
        await new Promise(setImmediate);
        if (over()) return false;
        clock.pass(36);
        return !over();
      });
      last = turn;
      return turn;
    },
    headStart: () => undefined,
    slower: () => undefined,
    faster: () => undefined,
  };
}

export const OPTIONS: SweepOptions = {
  owner: 'request-1',
  timeoutMs: 60_000,
  historyDays: 30,
  notify: 'all',
  announce: 'submission',
  failures: 'none',
};

export function waiting(id: string, fields: Partial<Waiting> = {}): Waiting {
  return { id, state: 'waiting', urls: [], epoch: 0, added: NOON - MINUTE, ...fields };
}

export function entry(id: string, fields: Partial<Entry> = {}): Entry {
  return {
    id,
    url: `http://example.com/${id}`,
    kind: 'file',
    status: 'Complete',
    description: '',
    created: NOON - MINUTE,
    ...fields,
  };
}
