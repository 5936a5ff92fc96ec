/** The few worlds of a small run, in which every kind is injected at least five times, within the time of the slowest. */
import type { Chosen } from './injector';
import { KINDS, type Where } from './kinds';

const LEAST = 5;

/** Three quick kinds to a world; those that take long have worlds of their own. */
export function smallChoices(): Chosen[][] {
  const quick = [of('cdn', false, LEAST), of('tablestore', false, LEAST), of('slack', false, LEAST)];
  const worlds = Math.max(...quick.map((kinds) => kinds.length));
  // Three calls to the CDN hang side by side.
  const inTwo = of('cdn', true, Math.ceil(LEAST / 2));
  const alone = [...of('tablestore', true, 1), ...of('slack', true, 1)];
  return [
    ...Array.from({ length: worlds }, (_, i) => quick.flatMap((kinds) => kinds[i] ?? [])),
    ...[...inTwo, ...inTwo].map((one) => [one]),
    ...alone.flatMap((one) => Array.from({ length: LEAST }, () => [one])),
  ];
}

function of(where: Where, slow: boolean, most: number): Chosen[] {
  const kinds = KINDS[where].filter((kind) => (kind.slow ?? false) === slow);
  return kinds.map((kind) => ({ where, kind, most, strength: 'steady' }));
}
