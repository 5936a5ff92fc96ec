/** What each package adds to a cold start: bundled alone as dist is, and loaded in a fresh process. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { leanProtocol } from '../deploy/lean-protocol';
import { median } from './median';
import type { Measured } from './part';
import { table } from './table';

const RUNS = 11;
const NOTHING = 'nothing';
/** Of the poller, and when it loads them. */
const PACKAGES: readonly (readonly [name: string, when: string])[] = [
  ['tablestore', 'at the start'],
  ['pino', 'at the start'],
  ['valibot', 'at the start'],
  ['@slack/webhook', 'at the start'],
  ['p-map', 'at the start'],
  ['p-retry', 'at the start'],
  ['@alicloud/pop-core', 'with the first call to the CDN'],
];

export async function packages(): Promise<Measured> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  try {
    const names = [NOTHING, ...PACKAGES.map(([name]) => name)];
    const files = new Map<string, string>();
    for (const name of names) files.set(name, await bundle(name, folder));
    const times = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let i = 0; i < RUNS; i++) {
      for (const [name, file] of files) times.get(name)?.push(await loadingMs(file));
    }
    const none = median(times.get(NOTHING) ?? []);
    const rows = PACKAGES.map(([name, when]) => ({ name, when, ms: median(times.get(name) ?? []) - none }));
    return {
      figures: { runs: RUNS, rows },
      lines: [
        `Loading a package that is bundled alone, over loading an empty file; fresh processes, medians of ${RUNS} runs. What two of them`,
        'share counts for both:',
        '',
        ...table(
          ['package', 'ms', 'loaded'],
          rows.map(({ name, when, ms }) => [name, ms.toFixed(1), when]),
          1,
        ),
      ],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(name: string, folder: string): Promise<string> {
  const outfile = path.join(folder, `${name.replace(/\W/g, '-')}.cjs`);
  await build({
    stdin: { contents: name === NOTHING ? '' : `export * from '${name}'`, resolveDir: '.' },
    ...{ bundle: true, minify: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'warning' },
    plugins: [leanProtocol],
    tsconfigRaw: {},
    outfile,
  });
  return outfile;
}

async function loadingMs(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.resolve('bench/peers/load.cjs'), file]);
  return Number(stdout);
}
