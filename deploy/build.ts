/** npm run build: the functions as they are deployed (dist/), and the command (build/). */
import { type BuildOptions, build } from 'esbuild';
import { leanProtocol } from './lean-protocol';

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  // Without it esbuild takes "strict" from tsconfig.json and puts the tablestore package in strict mode, where it breaks.
  tsconfigRaw: {},
};

const functions = () =>
  build({
    ...COMMON,
    entryPoints: ['functions/poll.ts', 'functions/submit.ts'],
    outdir: 'dist',
    minify: true,
    sourcemap: true,
    // A stack trace needs the places only; the sources would make the maps several times as large.
    sourcesContent: false,
    plugins: [leanProtocol],
  });

const command = () =>
  build({
    ...COMMON,
    entryPoints: ['cli/main.ts'],
    outfile: 'build/cdn-tasks.cjs',
    // What it loads only when needed, or can't be bundled, stays in node_modules.
    external: ['@alicloud/fc2', 'tablestore'],
    banner: { js: '#!/usr/bin/env node' },
  });

Promise.all([functions(), command()]).catch(() => {
  // esbuild has said why.
  process.exitCode = 1;
});
