/** npm run torture: runs the experiments that are named, or all of them, in their full size, and ends with one table. */
import { parseArgs } from 'node:util';
import { grouped, table } from '../../bench/table';
import type { Finding } from './experiment';
import { EXPERIMENTS } from './experiments';

const USAGE = `npm run torture -- [experiment …] [--seed number] [--small]

Experiments: ${EXPERIMENTS.map(({ name }) => name).join(', ')}.`;

interface Row extends Finding {
  readonly name: string;
  readonly seed: number;
  readonly seconds: number;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, small: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const unknown = positionals.filter((name) => !EXPERIMENTS.some((experiment) => experiment.name === name));
  if (unknown.length > 0) throw new Error(`there is no experiment ${unknown.join(', ')}\n\n${USAGE}`);
  // Chosen anew each time, unless it is said: what one run does not find, another may.
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed takes a whole number\n\n${USAGE}`);

  process.stdout.write(`Seed ${seed}: the same again with --seed ${seed}\n`);
  const rows: Row[] = [];
  for (const { name, run } of EXPERIMENTS) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const began = performance.now();
    const finding = await run(values.small ? 'small' : 'full', seed);
    const row = { ...finding, name, seed, seconds: (performance.now() - began) / 1000 };
    rows.push(row);
    process.stdout.write(`${name}: ${row.size} in ${grouped(row.seconds)} s\n`);
    for (const breach of row.breaches) process.stdout.write(`  ${breach}\n`);
  }
  process.stdout.write(`\n${report(rows).join('\n')}\n`);
  if (rows.some(({ lost, breaches }) => lost + breaches.length > 0)) process.exitCode = 1;
}

function report(rows: readonly Row[]): string[] {
  return [
    ...table(
      ['experiment', 'size', 'lost', 'repeats', 'breaches', 'seconds'],
      rows.map(({ name, size, lost, repeats, breaches, seconds }) => [
        name,
        size,
        grouped(lost),
        grouped(repeats),
        grouped(breaches.length),
        grouped(seconds),
      ]),
      2,
    ),
    '',
    ...rows.flatMap(({ notes = [] }) => notes.map((note) => `- ${note}`)),
  ];
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
