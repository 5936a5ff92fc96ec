/** One invocation of the poller in a world of memory: every request it makes can be its last, or take for ever. */
import type { Clock } from '../../../lib/ports';
import type { Request } from '../../support/memory-list';
import type { Time } from './virtual-time';

/**
 * What happens to a request: the process dies before it takes effect, or after; it is held up on its way there or back; it
 * takes effect so late that the poller has given it up, and may have ended; or the service answers something else, having done
 * what was asked or not.
 */
export type Fate =
  | { readonly kind: 'crash'; readonly when: 'before' | 'after' }
  | { readonly kind: 'stall'; readonly when: 'before' | 'after'; readonly ms: number }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'answer'; readonly when: 'before' | 'after'; readonly answer: () => never };

export interface InvocationOptions {
  readonly time: Time;
  /** How long a request is on its way, and as long its answer. Ms. */
  readonly travel: (name: string) => Promise<number> | number;
  /** @param number counts this invocation's requests, from 1 */
  readonly fate?: (number: number, name: string) => Fate | undefined;
  /** How far this instance's clock is ahead of the time. Ms. */
  readonly skew?: () => number;
  /** How much time has passed that its own timer did not count: a machine that is suspended. Ms. */
  readonly uncounted?: () => number;
  /** The process may be held up while no request is under way: it can't be blamed for the time it takes. */
  readonly held?: boolean;
}

const NEVER = Number.MAX_SAFE_INTEGER;

/** A request that was not answered in time. */
export class Unanswered extends Error {}

export class Invocation {
  requests = 0;
  crashed = false;
  /** The requests to which something happened. */
  readonly troubles: number[] = [];
  private readonly began: number;
  private die: () => void = () => undefined;
  /** Resolves when the process dies. */
  readonly death = new Promise<void>((resolve) => {
    this.die = resolve;
  });

  /** @param number counts the invocations of a world, from 1 */
  constructor(
    readonly number: number,
    private readonly options: InvocationOptions,
  ) {
    this.began = options.time.now();
  }

  get clock(): Clock {
    const { time, skew = () => 0, uncounted = () => 0 } = this.options;
    return {
      now: () => time.now() + skew(),
      elapsed: () => time.now() - this.began - uncounted(),
      sleep: async (ms) => {
        await time.sleep(ms);
        await this.alive();
      },
    };
  }

  /**
   * @param timeoutMs after which it is given up, whether or not it has taken effect
   * @throws {Unanswered} then
   */
  async request<T>(name: string, effect: () => T, timeoutMs = Number.POSITIVE_INFINITY): Promise<T> {
    const { time, fate } = this.options;
    const deadline = time.now() + timeoutMs;
    const number = ++this.requests;
    const what = fate?.(number, name);
    if (what) this.troubles.push(number);
    await this.alive();
    if (what?.kind === 'late') time.sleep(what.ms).then(() => attempt(effect));
    try {
      await this.pass('before', what, name, deadline);
      const outcome = attempt(what?.kind === 'answer' && what.when === 'before' ? what.answer : effect);
      await this.pass('after', what, name, deadline);
      if (what?.kind === 'answer' && what.when === 'after') what.answer();
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    } catch (error) {
      this.troubles.push(number);
      throw error;
    }
  }

  private async pass(when: 'before' | 'after', fate: Fate | undefined, name: string, deadline: number): Promise<void> {
    const { time, travel } = this.options;
    if (fate?.kind === 'crash' && fate.when === when) {
      this.crashed = true;
      this.die();
    }
    await this.alive();
    const held = fate?.kind === 'stall' && fate.when === when ? fate.ms : fate?.kind === 'late' ? NEVER : 0;
    const ms = held + (await travel(name));
    if (ms > 0) await time.sleep(Math.min(ms, Math.max(0, deadline - time.now())));
    await this.alive();
    if (time.now() >= deadline) throw new Unanswered(name);
  }

  /** A dead process does nothing any more, not even fail. */
  private alive(): Promise<void> {
    return this.crashed ? new Promise(() => undefined) : Promise.resolve();
  }

  get through(): Request {
    return (name, effect) => this.request(name, effect);
  }
}

function attempt<T>(effect: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: effect() };
  } catch (error) {
    return { error };
  }
}
