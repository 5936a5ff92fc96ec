/** Where in the sources an error came from: the bundle is one long line, and its map lies beside it. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

/** Deeper frames are the runtime's. */
const FRAMES = 12;

/**
 * The frames of an error, translated where a map is found. Maps are read only now: to read them when the bundle is loaded
 * would take longer than loading it.
 * @returns lines such as "at sweep (lib/sweep.ts:57:3)", without the error's message
 */
export function framesOf(error: Error): string[] {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string) => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    return maps.get(file);
  };
  const { stack = '', message } = error;
  return stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES)
    .map((line) =>
      line.replace(/([^\s()]+):(\d+):(\d+)/, (place, file, row, column) => {
        const entry = mapOf(file)?.findEntry(Number(row) - 1, Number(column) - 1);
        if (!entry || !('originalSource' in entry)) return place;
        return `${entry.originalSource.replace(/^(\.\.\/)+/, '')}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
      }),
    );
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    // Run from the sources, or deployed without maps: the places as they are must do.
    return undefined;
  }
}
