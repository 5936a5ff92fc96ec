/** Runs a file of this folder in a fresh process, bundled as the functions are: nothing else runs beside it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

export interface Bundled {
  /** Gives what the file prints, read as JSON. */
  run(name: string, args: readonly string[], nodeOptions?: readonly string[]): Promise<unknown>;
  /** A place for files of its own. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function bundled(names: readonly string[]): Promise<Bundled> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  await build({
    entryPoints: names.map((name) => `bench/parsing/${name}.ts`),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    tsconfigRaw: {},
  });
  return {
    folder,
    async run(name, args, nodeOptions = []) {
      const file = path.join(folder, `${name}.cjs`);
      const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, file, ...args]);
      return JSON.parse(stdout);
    },
    close: () => rm(folder, { recursive: true }),
  };
}
