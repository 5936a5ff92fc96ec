/** Many trials, summed up as one finding. */
import type { Finding } from '../experiment';
import type { Judgement } from './ledger';

export interface Trial {
  /** With what it can be repeated: the seed, and where in the run. */
  readonly place: string;
  readonly judgement: Judgement;
}

const BREACHES_SHOWN = 10;

export function sumUp(size: string, trials: readonly Trial[]): Finding {
  const breaches = trials.flatMap(({ place, judgement }) => judgement.breaches.map((breach) => `${breach} (${place})`));
  const lost = trials
    .filter(({ judgement }) => judgement.lost > 0)
    .map(({ place, judgement }) => `${judgement.lost} lost (${place})`);
  return {
    size,
    lost: trials.reduce((sum, { judgement }) => sum + judgement.lost, 0),
    repeats: trials.reduce((sum, { judgement }) => sum + judgement.repeats, 0),
    breaches: [...lost, ...breaches].slice(0, BREACHES_SHOWN),
  };
}
