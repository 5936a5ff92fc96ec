/** What one sweep over a long list takes of memory and CPU, and over tasks of very many URLs. */
import { deployedFunctions } from '../test/cloud/functions/template';
import { type Fresh, freshSweep, type List, LONG, RUNS } from './fresh-sweeps';
import { goal } from './goal';
import { LATENCY } from './measured-sweep';
import type { Measured } from './part';
import { grouped, table } from './table';

/** MB of the smallest function. */
export const SMALLEST_FUNCTION = 128;

/** Of the last ones each reply has twenty thousand entries. */
const SIZES = [
  { tasks: 1_000, urls: 1 },
  { tasks: 10_000, urls: 1 },
  { tasks: 100_000, urls: 1 },
  { tasks: 1_000, urls: 2_000 },
];
const LISTS: readonly List[] = SIZES.flatMap((size) => [
  { ...size, ending: 'unchanged' as const },
  { ...size, ending: 'finishing' as const },
]);

export async function memory(): Promise<Measured> {
  const sweeps: Fresh[] = [];
  for (const list of LISTS) sweeps.push(await freshSweep(list));
  const { timeout, cpu } = (await deployedFunctions({})).poll;
  return { figures: { runs: RUNS, timeout, sweeps }, lines: show(sweeps, timeout, cpu) };
}

function show(sweeps: readonly Fresh[], timeout: number, cpu: number): string[] {
  const peak = Math.max(...sweeps.map(({ peakMb }) => peakMb));
  return [
    `One sweep in a fresh instance with a timeout of ${timeout} s, ${LATENCY} ms a CDN call; medians of ${RUNS} runs, of the memory the worst; one run from ${grouped(LONG)} tasks on:`,
    '',
    ...table(
      [
        'what the CDN says',
        'tasks on the list',
        'URLs a task',
        'asked about',
        'peak memory, MB',
        'CPU, s',
        'wall, s',
        `CPU / ${cpu} vCPU, s`,
      ],
      sweeps.map(({ ending, tasks, urls, asked, peakMb, cpuMs, wallMs }) => [
        ending === 'unchanged' ? 'all run on' : 'all have ended',
        grouped(tasks),
        grouped(urls),
        grouped(asked),
        peakMb.toFixed(0),
        (cpuMs / 1_000).toFixed(1),
        (wallMs / 1_000).toFixed(1),
        (cpuMs / 1_000 / cpu).toFixed(1),
      ]),
      1,
    ),
    '',
    goal(`at most ${SMALLEST_FUNCTION} MB`, peak <= SMALLEST_FUNCTION, `at the most ${peak.toFixed(0)} MB`),
    'The local instance keeps its young objects in as little memory as Node does where there are 128 MB; nothing limits its CPU.',
    `The last column is the least a sweep takes of as much CPU on the ${cpu} vCPU of template.yml.`,
  ];
}
