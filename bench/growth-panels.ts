/** What the picture of a sweep's growth shows: three panels, each with a measured line and one to hold it against. */
import { type Fresh, perThousand, RUNS } from './fresh-sweeps';
import { POSSIBLE } from './measured-sweep';
import { SMALLEST_FUNCTION } from './memory';

export type Point = readonly [tasks: number, value: number];

export interface Panel {
  readonly title: string;
  readonly subtitle: string;
  readonly axis: { readonly min: number; readonly max: number; readonly log: boolean };
  readonly measured: readonly Point[];
  readonly limit: Limit;
}

export interface Limit {
  readonly name: string;
  readonly points: readonly Point[];
  /** Where its name stands: at which point, and how far from it. Pixels. */
  readonly at: number;
  readonly offset: readonly [right: number, down: number];
}

const ABOVE = [8, -18] as const;
const BELOW = [8, 8] as const;

export function growthPanels(sweeps: readonly Fresh[]): Panel[] {
  const points = (value: (sweep: Fresh) => number): Point[] => sweeps.map((sweep) => [sweep.tasks, value(sweep)]);
  const highest = Math.max(SMALLEST_FUNCTION, ...sweeps.map(({ peakMb }) => peakMb));
  return [
    {
      title: 'One sweep, seconds',
      subtitle: 'it ends before 60 s: the next one goes on',
      axis: { min: 0.01, max: 1_000, log: true },
      measured: points(({ wallMs }) => wallMs / 1_000),
      limit: {
        name: `${POSSIBLE} tasks/s`,
        points: points(({ asked }) => asked / POSSIBLE),
        at: 1,
        offset: BELOW,
      },
    },
    {
      title: 'Milliseconds per 1,000 tasks asked about',
      subtitle: 'the start of the process included',
      axis: { min: 1_000, max: 100_000, log: true },
      measured: points(perThousand),
      limit: {
        name: `${POSSIBLE} tasks/s, the most the API allows`,
        points: points(() => 1_000_000 / POSSIBLE),
        at: 0,
        offset: BELOW,
      },
    },
    {
      title: 'Memory at the most, MB',
      subtitle: `the worst of ${RUNS} runs`,
      axis: { min: 0, max: Math.ceil((highest + 10) / 100) * 100, log: false },
      measured: points(({ peakMb }) => peakMb),
      limit: {
        name: `${SMALLEST_FUNCTION} MB, the smallest function`,
        points: points(() => SMALLEST_FUNCTION),
        at: 0,
        offset: ABOVE,
      },
    },
  ];
}
