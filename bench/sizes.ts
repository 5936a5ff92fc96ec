/** How large the functions are: what is deployed, what of it each package makes up. */
import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Measured } from './part';
import { grouped, table } from './table';

const FILES = ['poll.js', 'submit.js', 'poll.js.map', 'submit.js.map'];
/** Packages shown by themselves; the others are summed up. */
const SHOWN = 8;

export async function sizes(): Promise<Measured> {
  const files = await Promise.all(FILES.map(sizeOf));
  const packages = await byPackage('poll.js');
  const rest = packages.slice(SHOWN);
  return {
    figures: { files, pollByPackage: Object.fromEntries(packages) },
    lines: [
      'What is deployed (zipped: each file by itself, with gzip):',
      '',
      ...table(
        ['file', 'bytes', 'zipped'],
        [...files, total(files)].map(({ file, bytes, zipped }) => [file, grouped(bytes), grouped(zipped)]),
        1,
      ),
      '',
      'What poll.js is made of, by its source map:',
      '',
      ...table(
        ['package', 'bytes'],
        [
          ...packages.slice(0, SHOWN),
          [`${rest.length} others`, rest.reduce((sum, [, bytes]) => sum + bytes, 0)] as const,
        ].map(([name, bytes]) => [name, grouped(bytes)]),
        1,
      ),
    ],
  };
}

interface Size {
  readonly file: string;
  readonly bytes: number;
  readonly zipped: number;
}

async function sizeOf(file: string): Promise<Size> {
  const content = await readFile(`dist/${file}`);
  return { file, bytes: content.length, zipped: gzipSync(content, { level: 9 }).length };
}

function total(sizes: readonly Size[]): Size {
  const sum = (value: (size: Size) => number) => sizes.reduce((all, size) => all + value(size), 0);
  return { file: 'together', bytes: sum(({ bytes }) => bytes), zipped: sum(({ zipped }) => zipped) };
}

/** Largest first. Each character counts for the source whose place in the map lies at it or last before it. */
async function byPackage(file: string): Promise<(readonly [name: string, bytes: number])[]> {
  const code = await readFile(`dist/${file}`, 'utf8');
  const map = new SourceMap(JSON.parse(await readFile(`dist/${file}.map`, 'utf8')) as SourceMapPayload);
  const bytes = new Map<string, number>();
  for (const [number, line] of code.split('\n').entries()) {
    for (let column = 0; column < line.length; column++) {
      const entry = map.findEntry(number, column);
      const name = 'originalSource' in entry ? packageOf(entry.originalSource) : 'made by esbuild';
      bytes.set(name, (bytes.get(name) ?? 0) + Buffer.byteLength(line.charAt(column)));
    }
  }
  return [...bytes].sort(([, a], [, b]) => b - a);
}

/** The innermost package of `../node_modules/a/node_modules/@b/c/index.js` is `@b/c`. */
function packageOf(source: string): string {
  const inside = source.split('node_modules/').at(-1);
  if (inside === undefined || !source.includes('node_modules/')) return 'this project';
  return inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
}
