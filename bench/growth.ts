/** How time and memory of a sweep grow with the list: a table, and the picture docs/growth.svg. */
import { writeFile } from 'node:fs/promises';
import { type Fresh, freshSweep, perThousand, RUNS } from './fresh-sweeps';
import { drawGrowth } from './growth-chart';
import { LATENCY } from './measured-sweep';
import type { Measured } from './part';
import { grouped, table } from './table';

const SIZES = [10, 100, 1_000, 3_000, 10_000, 30_000, 100_000];
const FILE = 'docs/growth.svg';

export async function growth(): Promise<Measured> {
  const sweeps: Fresh[] = [];
  for (const tasks of SIZES) sweeps.push(await freshSweep({ tasks, ending: 'unchanged', urls: 1 }));
  await writeFile(FILE, `${drawGrowth(sweeps)}\n`);
  return {
    figures: { runs: RUNS, sweeps },
    lines: [
      `One sweep in a fresh instance, nothing has ended, ${LATENCY} ms a CDN call; medians of ${RUNS} runs, of the memory the worst (${FILE}):`,
      '',
      ...table(
        ['tasks on the list', 'asked about', 'wall, s', 'ms per 1,000 asked', 'CPU, s', 'peak memory, MB'],
        sweeps.map((sweep) => [
          grouped(sweep.tasks),
          grouped(sweep.asked),
          (sweep.wallMs / 1_000).toFixed(2),
          grouped(perThousand(sweep)),
          (sweep.cpuMs / 1_000).toFixed(1),
          sweep.peakMb.toFixed(0),
        ]),
      ),
    ],
  };
}
