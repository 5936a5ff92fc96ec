/** A world in memory: the list, the CDN and Slack as the services behave, and invocations of the poller that use them. */
import { CdnError, TablestoreError } from '../../../lib/errors';
import type { Log } from '../../../lib/log';
import { createPace } from '../../../lib/pace';
import type { Channel, Clock, Posted } from '../../../lib/ports';
import { divideTime } from '../../../lib/steps/budget';
import type { Summary } from '../../../lib/summary';
import { sweep } from '../../../lib/sweep';
import type { Audience, Entry } from '../../../lib/task';
import { MemoryList, type Request } from '../../support/memory-list';
import { Invocation, type InvocationOptions, Unanswered } from './invocation';
import { Ledger, type Post } from './ledger';
import { rowsOf } from './rows';
import type { Life, Scene } from './scene';
import type { Time } from './virtual-time';

/** The function's timeout, ms. */
export const TIMEOUT = 60_000;
/** The longest a request to Tablestore takes, ms. The product's own client gives up after as long. */
const LONGEST_REQUEST = 5_000;
/** With less left a request is not begun. Ms. */
const SHORTEST_REQUEST = 200;

/** Nobody reads a million lines. */
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export type Ended = { readonly kind: 'swept'; readonly summary: Summary } | { readonly kind: 'threw' | 'crashed' };

export class World {
  readonly list: MemoryList;
  readonly ledger: Ledger;
  private readonly lives: ReadonlyMap<string, Life>;
  private invocations = 0;

  /** Hears of the ids of every call to the CDN. */
  onAsked: (ids: readonly string[]) => void = () => undefined;

  /** @param lives all that there will ever be; the scene has those of the beginning */
  constructor(
    private readonly scene: Scene,
    private readonly time: Time,
    lives = scene.lives,
  ) {
    this.list = new MemoryList({ ...scene, now: () => time.now() });
    this.arrive(scene);
    this.lives = new Map(lives.map((life) => [life.id, life]));
    this.ledger = new Ledger({ ...scene, lives }, this.list, time);
  }

  /** Rows come onto the list. */
  arrive(rows: Pick<Scene, 'lives' | 'spoilt'>): void {
    for (const { list, id, row } of rowsOf(rows)) this.list[list].set(id, row as never);
  }

  /** One tick, as the platform makes it. */
  async invoke(options: Omit<InvocationOptions, 'time'>): Promise<Ended> {
    const { time, ledger } = this;
    const invocation = new Invocation(++this.invocations, { ...options, time });
    const { clock } = invocation;
    const channels = { channel: this.channel('channel', invocation), failures: this.channel('failures', invocation) };
    const work = sweep(
      { ...this.scene.settings, owner: `invocation ${invocation.number}`, timeoutMs: TIMEOUT, historyDays: 30 },
      {
        list: this.list.through(this.requests(invocation, clock)),
        cdn: { describe: (ids, timeoutMs) => this.describe(invocation, ids, timeoutMs) },
        channels,
        pace: createPace(29, clock),
        clock,
        log: SILENT,
      },
    );
    const ended = await Promise.race<Ended>([
      work.then(
        (summary) => ({ kind: 'swept', summary }),
        (error) => {
          if (!(error instanceof TablestoreError)) ledger.breach(`a sweep threw ${String(error)}`);
          return { kind: 'threw' };
        },
      ),
      invocation.death.then(() => ({ kind: 'crashed' })),
    ]);
    if (clock.elapsed() > TIMEOUT && !options.held) ledger.breach(`an invocation took ${clock.elapsed()} ms`);
    ledger.invocationEnded(invocation);
    return ended;
  }

  private requests(invocation: Invocation, clock: Clock): Request {
    const { end } = divideTime(TIMEOUT);
    return async (name, effect) => {
      const left = end - clock.elapsed();
      if (left < SHORTEST_REQUEST) throw new TablestoreError(name, 'OutOfTime', 'no time is left', true);
      try {
        return await invocation.request(name, effect, Math.min(LONGEST_REQUEST, left));
      } catch (error) {
        if (error instanceof Unanswered) throw new TablestoreError(name, 'Timeout', 'not answered in time', false);
        throw error;
      }
    };
  }

  private async describe(invocation: Invocation, ids: readonly string[], timeoutMs: number): Promise<Entry[]> {
    this.ledger.called(invocation, ids.length);
    this.onAsked(ids);
    try {
      return await invocation.request('describe', () => this.entriesOf(ids), timeoutMs);
    } catch (error) {
      if (error instanceof Unanswered) throw new CdnError('timeout', 'Timeout', 'not answered in time');
      throw error;
    }
  }

  private entriesOf(ids: readonly string[]): Entry[] {
    const lives = ids.flatMap((id) => this.lives.get(id) ?? []);
    if (lives.some(({ outcome }) => outcome === 'rejected')) {
      throw new CdnError('bad-id', 'InvalidTaskId.Malformed', 'an id is not one');
    }
    return lives.flatMap((life) => entriesOf(life, this.time.now()));
  }

  private channel(to: Audience, invocation: Invocation): Channel {
    return {
      post: async (payload, timeoutMs) => {
        const post: Post = { to, by: invocation };
        try {
          return await invocation.request(`post to ${to}`, () => this.ledger.posted(post, payload), timeoutMs);
        } catch (error) {
          const posted = postedInstead(error);
          this.ledger.answeredInstead(post, posted);
          return posted;
        }
      },
    };
  }
}

function ignore(): void {}

/** What Slack may answer instead of ok. */
export class SlackSays extends Error {
  constructor(readonly posted: Posted) {
    super(posted.kind);
  }
}

function postedInstead(error: unknown): Posted {
  if (error instanceof SlackSays) return error.posted;
  if (error instanceof Unanswered) return { kind: 'unclear', code: 'no answer' };
  throw error;
}

function entriesOf({ id, outcome, ends, added, urls }: Life, now: number): Entry[] {
  if (outcome === 'missing') return [];
  const over = now >= ends && outcome !== 'expired';
  return Array.from({ length: urls }, (_, i) => ({
    id,
    url: `http://example.com/${id}/${i}`,
    kind: 'file',
    status: !over ? 'Refreshing' : outcome === 'failed' && i === 0 ? 'Failed' : 'Complete',
    description: over && outcome === 'failed' && i === 0 ? 'OriginTimeout' : '',
    created: added,
  }));
}
