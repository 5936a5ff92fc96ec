/** Where the secrets of a run and all that leaves the product are told, and who wants to hear of them. */
import type { Kind } from './scanner';

export type Secret = readonly [kind: Kind, secret: string | undefined];

export interface Listener {
  secret(kind: Kind, secret: string | undefined): void;
  output(outlet: string, value: unknown): void;
}

/** Without anybody, as in benchmarks and in npm start, nothing is kept. */
const listeners = new Set<Listener>();

/** @returns to be called when nothing more is to be heard */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function isHeard(): boolean {
  return listeners.size > 0;
}

/** Tells secrets, where they are born. */
export function noteSecrets(secrets: readonly Secret[]): void {
  for (const { secret } of listeners) for (const [kind, text] of secrets) secret(kind, text);
}

/** Tells of something that leaves the product: "a log line", "the standard error of cdn-tasks list". */
export function noteOutput(outlet: string, value: unknown): void {
  for (const { output } of listeners) output(outlet, value);
}
