/** Keeps what a test gives out until its end, and then names the secrets that stood in it. */
import type { Listener } from './notes';
import { createScanner, type Kind, type Leak } from './scanner';

/** A leak that a test makes itself. */
export interface Exception {
  /** The whole name of the outlet. */
  readonly outlet: string;
  readonly kinds: readonly Kind[];
}

export interface Guard extends Listener {
  /** Until the end of the test; what is allowed here must then have come. */
  allow(exception: Exception): void;
  /** To be called at the end of each test. @throws {Error} that names every leak, and shows none */
  check(): void;
}

export function createGuard(): Guard {
  const scanner = createScanner();
  let outputs: { readonly outlet: string; readonly value: unknown }[] = [];
  let allowed: Exception[] = [];
  return {
    secret: scanner.watch,
    // Kept, since a secret may be told later than the output it stands in.
    output: (outlet, value) => void outputs.push({ outlet, value }),
    allow: (exception) => void allowed.push(exception),
    check() {
      const leaks = outputs.flatMap(({ outlet, value }) => scanner.scan(outlet, value));
      const wrong = leaks.filter((leak) => !allowed.some((exception) => covers(exception, leak)));
      const idle = allowed.filter((exception) => !exception.kinds.every((kind) => leaks.some(isOf(exception, kind))));
      outputs = [];
      allowed = [];
      const sentences = [
        ...wrong.map(sentence),
        ...idle.map(({ outlet, kinds }) => `allowed, but did not happen: ${kinds.join(' and ')} in ${outlet}`),
      ];
      if (sentences.length > 0) throw new Error(`Secrets:\n${[...new Set(sentences)].join('\n')}`);
    },
  };
}

/** For people: what got out, and where. */
export function sentence({ kind, outlet, at, text }: Leak): string {
  return `${kind} in ${outlet}${at && ` (${at})`}: ${text.trim()}`;
}

function covers(exception: Exception, leak: Leak): boolean {
  return exception.kinds.some((kind) => isOf(exception, kind)(leak));
}

function isOf({ outlet }: Exception, kind: Kind): (leak: Leak) => boolean {
  return (leak) => leak.outlet === outlet && leak.kind === kind;
}
