/** What can go wrong on purpose between a client and a server of the local cloud. */
import type { Answer, Call } from './serve';

export type Fault =
  /** This answer is given and nothing is done. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Nothing is done and nothing is ever answered. */
  | { readonly kind: 'hang' }
  /** Nothing is done; the connection is closed without an answer. */
  | { readonly kind: 'reset' }
  /** The operation takes effect; the connection is closed without an answer. */
  | { readonly kind: 'lost' }
  /** The operation takes effect and is never answered. */
  | { readonly kind: 'unanswered' }
  /** The operation takes effect; its answer becomes another one on the way. */
  | { readonly kind: 'changed'; readonly change: (answer: Answer) => Answer }
  /** The operation takes effect; status, headers and this many bytes of the body are sent, then the connection is closed. */
  | { readonly kind: 'cut'; readonly bytes: number };

export class Faults {
  private queue: Fault[] = [];
  private rule: (call: Call) => Fault | undefined = () => undefined;

  /** The next `times` calls meet this fault. */
  next(fault: Fault, times = 1): void {
    for (let i = 0; i < times; i++) this.queue.push(fault);
  }

  /** From now on every call is put to this rule, after the queued faults are used up. */
  when(rule: (call: Call) => Fault | undefined): void {
    this.rule = rule;
  }

  clear(): void {
    this.queue = [];
    this.rule = () => undefined;
  }

  take(call: Call): Fault | undefined {
    return this.queue.shift() ?? this.rule(call);
  }
}
