/** Reads URLs or ids: from the command line, a file, or standard input, one a line. */
import { createReadStream } from 'node:fs';
import { EXIT, Problem } from './exit';
import { whyUnreadable } from './run';

/** Bytes. No list of 10,000 URLs is as long. */
const LARGEST_INPUT = 20 * 1024 * 1024;

export interface Line {
  readonly text: string;
  /** Where it stands, such as "urls.txt line 3". */
  readonly from: string;
}

/**
 * Blank lines and those that begin with # are left out.
 * @param args as given; `-` stands for standard input, which is also read when neither args nor a file are given
 * @param noun what a line holds, for messages
 * @throws {Problem} when something can't be read, is no text, is too large, or when there is nothing in it
 */
export async function readInput(args: readonly string[], file: string | undefined, noun: string): Promise<Line[]> {
  const given = args
    .map((text, i) => ({ text: text.trim(), from: `argument ${i + 1}` }))
    .filter(({ text }) => text !== '-');
  const piped = args.includes('-') || file === '-' || (args.length === 0 && file === undefined && !process.stdin.isTTY);
  const lines = [
    ...given,
    ...(file !== undefined && file !== '-' ? await readLines(createReadStream(file), file) : []),
    ...(piped ? await readLines(process.stdin, 'standard input') : []),
  ];
  if (lines.length > 0) return lines;
  const source = file !== undefined && file !== '-' ? file : piped ? 'standard input' : undefined;
  throw new Problem(
    EXIT.usage,
    source === undefined
      ? `no ${noun} given: name them, or use --file FILE, or pipe them in`
      : `${source} holds no ${noun}: give one a line; blank lines and lines that begin with # do not count`,
  );
}

async function readLines(stream: NodeJS.ReadableStream, name: string): Promise<Line[]> {
  return decode(await readAll(stream, name), name)
    .split(/\r\n|\n|\r/)
    .map((text, i) => ({ text: text.trim(), from: `${name} line ${i + 1}` }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}

async function readAll(stream: NodeJS.ReadableStream, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      if (size > LARGEST_INPUT) {
        throw new Problem(EXIT.usage, `${name} is larger than 20 MB: nothing was sent; split it`);
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(EXIT.usage, `${name} can not be read: ${whyUnreadable(error)}`);
  }
  return Buffer.concat(chunks);
}

/** Also takes a byte order mark away, as Windows editors put it. */
function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(EXIT.usage, `${name} is not UTF-8 text: nothing was sent; save it as UTF-8`);
  }
}
