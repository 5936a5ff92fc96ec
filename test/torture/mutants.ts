/** Would the tests notice? Thousands of small changes to the steps and the sweep, each of which a test should fail on. */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { number } from '../../lib/steps/words';
import type { Experiment } from './experiment';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STRYKER = fileURLToPath(new URL('../../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url));
/** As stryker.config.mjs has it. */
const REPORT = fileURLToPath(new URL('../../build/mutants/report.json', import.meta.url));

/** The share of mutants that must be noticed. */
const LEAST = 0.9;
/** Ms. */
const LONGEST = 40 * 60_000;

/** The part of the report that is read: https://github.com/stryker-mutator/mutation-testing-elements */
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

export const mutants: Experiment = {
  name: 'mutants',
  async run(size) {
    const { files } = await report(size === 'small' ? ['--mutate', 'lib/steps/lease.ts'] : []);
    const valid = Object.entries(files).map(([file, found]) => ({
      file,
      statuses: found.mutants.map(({ status }) => status).filter((status) => !/^(Ignored|CompileError)$/.test(status)),
    }));
    const survivors = valid
      .map(({ file, statuses }) => ({ file, count: statuses.filter((status) => !isNoticed(status)).length }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
    const all = valid.flatMap(({ statuses }) => statuses);
    const share = all.filter(isNoticed).length / all.length;
    const noticed = `${(share * 100).toFixed(1)} % of ${number(all.length)} mutants were noticed`;
    return {
      size: `${number(all.length)} mutants`,
      lost: 0,
      repeats: 0,
      breaches: share >= LEAST ? [] : [`${noticed}, and at least ${LEAST * 100} % must be`],
      notes: [
        noticed,
        ...survivors.map(({ file, count }) => `${file}: ${number(count)} not noticed`),
        `${relative(ROOT, REPORT)} names each`,
      ],
    };
  },
};

function isNoticed(status: string): boolean {
  return status === 'Killed' || status === 'Timeout';
}

/** Stryker ends with another code than 0 only when it could not do its work: then this throws, with what it said. */
async function report(args: readonly string[]): Promise<Report> {
  await rm(REPORT, { force: true });
  // Within a test run, this one's variables must not reach that one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const how = { cwd: ROOT, env, timeout: LONGEST, maxBuffer: 100 * 1024 * 1024 };
  await promisify(execFile)(process.execPath, [STRYKER, 'run', ...args], how);
  return JSON.parse(await readFile(REPORT, 'utf8'));
}
