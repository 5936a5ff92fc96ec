/** Breaks the product on purpose, one promise at a time, and sees whether the experiments and tests notice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pLimit from 'p-limit';
import { BREAKAGES, type Breakage } from './breakage-table';
import type { Experiment, Finding } from './experiment';

const VITEST = 'node_modules/vitest/vitest.mjs';
const AT_ONCE = 2;
/** Of the small size: one that an experiment in memory finds, and one that tests of an edge find. */
const FEW = ['records a task as told before Slack has said ok', 'takes off the list what could not be recorded'];
/** Ms. */
const PATIENCE = 180_000;

export const breakages: Experiment = {
  name: 'breakages',
  async run(size): Promise<Finding> {
    const chosen = size === 'full' ? BREAKAGES : BREAKAGES.filter(({ what }) => FEW.includes(what));
    const limit = pLimit(AT_ONCE);
    const noticed = await Promise.all(chosen.map((breakage) => limit(() => isNoticed(breakage))));
    const unnoticed = chosen.filter((_, i) => !noticed[i]);
    return {
      size: `${chosen.length} breakages`,
      lost: 0,
      repeats: 0,
      breaches: unnoticed.map(({ what, by }) => `nobody noticed that the product ${what}: ${by} should have`),
    };
  },
};

async function isNoticed({ what, by }: Breakage): Promise<boolean> {
  const tests = by.startsWith('test/') ? [by] : ['test/torture/experiments.test.ts', '-t', by];
  const child = spawn(process.execPath, [VITEST, 'run', '--config', 'vitest.breakages.config.mts', ...tests], {
    env: { ...process.env, BREAKAGE: what, VITEST: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'exit');
  // A test that failed: not one that could not be run, and not a run that was ended.
  if (code === 1 && /\d+ failed/.test(output)) return true;
  if (code === 0) return false;
  throw new Error(`the tests could not be run with the product broken (${what}): ${output.slice(-2_000)}`);
}
