/** Reads URLs or ids: from the command line, a file, or standard input, one a line. */
import { createReadStream } from 'node:fs';
import { EXIT, Problem } from './exit';
import { whyUnreadable } from './run';

/** Bytes. No list of 10,000 URLs is as long. */
const LARGEST_INPUT = 20 * 1024 * 1024;
/** More lines than these are another file than the one that was meant. */
const MOST_LINES = 100_000;

export interface Line {
  readonly text: string;
  /** Where it stands, such as "urls.txt line 3". */
  readonly from: string;
}

/**
 * Blank lines and those that begin with # are left out.
 * @param args as given; `-` stands for standard input, which is also read when neither args nor a file are given
 * @param noun what a line holds, for messages
 * @param note says that standard input is read although nobody asked for it: on a pipe that stays open it never ends
 * @throws {Problem} when something can't be read, is no text, is too large, or when there is nothing in it
 */
export async function readInput(
  args: readonly string[],
  named: readonly string[],
  noun: string,
  note: (line: string) => void,
): Promise<Line[]> {
  const given = args
    .map((text, i) => ({ text: text.trim(), from: `argument ${i + 1}` }))
    .filter(({ text }) => text !== '-');
  const files = named.filter((file) => file !== '-');
  const unasked = args.length === 0 && named.length === 0 && !process.stdin.isTTY;
  const piped = unasked || args.includes('-') || named.includes('-');
  const parts = [given];
  for (const file of new Set(files)) parts.push(await readLines(createReadStream(file), file, noun));
  if (unasked) note('reading standard input …');
  if (piped) parts.push(await readLines(process.stdin, 'standard input', noun));
  const lines = parts.flat();
  if (lines.length > 0) return lines;
  const sources = [...files, ...(piped ? ['standard input'] : [])];
  throw new Problem(
    EXIT.usage,
    sources.length === 0
      ? `no ${noun} given: name them, or use --file FILE, or pipe them in`
      : `${sources.join(', ')} holds no ${noun}: give one a line; blank lines and lines that begin with # do not count`,
  );
}

/** @throws {Problem} when there are so many that naming their faults would help nobody */
export function checkCount(number: number, noun: string, name = 'the input'): void {
  if (number <= MOST_LINES) return;
  throw new Problem(
    EXIT.usage,
    `${name} holds ${number.toLocaleString('en-US')} ${noun}: nothing was sent; 10,000 are the most for one day, so split it`,
  );
}

async function readLines(stream: NodeJS.ReadableStream, name: string, noun: string): Promise<Line[]> {
  const lines: Line[] = [];
  let number = 0;
  for (const [i, line] of decode(await readAll(stream, name), name)
    .split(/\r\n|\n|\r/)
    .entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    if (++number <= MOST_LINES) lines.push({ text, from: `${name} line ${i + 1}` });
  }
  checkCount(number, noun, name);
  return lines;
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
