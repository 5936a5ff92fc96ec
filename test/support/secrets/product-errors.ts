/** Tells of every error the product makes, thrown or not, in a module that is otherwise as it was. */
import { noteOutput } from './notes';

/** Classes stay what they are: an error is of the same class, by `instanceof` and by name, whoever asks. */
export function notingErrors<T extends object>(module: T): T {
  return Object.fromEntries(Object.entries(module).map(([name, value]) => [name, noting(value)])) as T;
}

function noting(value: unknown): unknown {
  if (typeof value !== 'function') return value;
  return new Proxy(value, {
    construct: (target, args, newTarget) => noted(Reflect.construct(target, args, newTarget)),
    // Within its module a function makes errors of the class as it was.
    apply: (target, self, args) => noted(Reflect.apply(target, self, args)),
  });
}

function noted<T>(made: T): T {
  if (made instanceof Error) noteOutput(`a ${made.name}`, made);
  return made;
}
