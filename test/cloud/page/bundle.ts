/** The page's script and style, made when they are first asked for: nobody who does not look at the page waits for them. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

let made: Promise<Bundle> | undefined;

export function bundle(): Promise<Bundle> {
  made ??= make();
  return made;
}

async function make(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: ['page.tsx', 'page.css'].map((name) => fileURLToPath(new URL(`view/${name}`, import.meta.url))),
    bundle: true,
    write: false,
    // A name for the two outputs; nothing is written.
    outdir: 'page',
    format: 'esm',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
