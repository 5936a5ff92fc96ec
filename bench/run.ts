/** npm run bench: measures the parts that are named, or all of them, shows their figures and keeps them in bench/results.json. */
import { readFile, writeFile } from 'node:fs/promises';
import { backlog } from './backlog';
import { coldStart } from './cold-start';
import { cost } from './cost';
import { growth } from './growth';
import { memory } from './memory';
import { packages } from './packages';
import { parsing } from './parsing';
import type { Part } from './part';
import { peers } from './peers';
import { scale } from './scale';
import { sizes } from './sizes';
import { throughput } from './throughput';
import { ticks } from './ticks';

const PARTS: ReadonlyMap<string, Part> = new Map([
  ['throughput', throughput],
  ['peers', peers],
  ['ticks', ticks],
  ['memory', memory],
  ['growth', growth],
  ['backlog', backlog],
  ['parsing', parsing],
  ['sizes', sizes],
  ['cold-start', coldStart],
  ['packages', packages],
  ['cost', cost],
  ['scale', scale],
]);
const RESULTS = 'bench/results.json';

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !PARTS.has(name));
  if (unknown.length > 0) {
    throw new Error(`there is no part ${unknown.join(', ')}: choose from ${[...PARTS.keys()].join(', ')}`);
  }
  const results: Record<string, object> = asked.length > 0 ? await earlierResults() : {};
  for (const [name, measure] of PARTS) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const { figures, lines } = await measure();
    results[name] = figures;
    process.stdout.write(`${lines.join('\n')}\n\n`);
  }
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
}

/** The figures of parts that are not measured now stay. */
async function earlierResults(): Promise<Record<string, object>> {
  try {
    const results = JSON.parse(await readFile(RESULTS, 'utf8')) as Record<string, object>;
    return Object.fromEntries(Object.entries(results).filter(([name]) => PARTS.has(name)));
  } catch {
    return {};
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
