/** The forms a secret can stand in: those it is searched for in, and those a text is read in. */

/**
 * The secret and its base64, of which the first and the last letter depend on what stands beside it: there are three, by how
 * many bytes come before, and each is without those letters.
 */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
  );
  const inUrls = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([secret, ...inBase64, ...inUrls])];
}

/** A text may be encoded in a text that is encoded. */
const ROUNDS = 4;

/** The text as it is, and as it is when what is encoded in it is read, once and again. */
export function readingsOf(text: string): string[] {
  const readings = [text];
  for (let round = 0; round < ROUNDS; round++) {
    const last = readings.at(-1) ?? '';
    const next = decoded(last);
    if (next === last) break;
    readings.push(next);
  }
  return readings;
}

function decoded(text: string): string {
  // Most texts have nothing encoded in them.
  if (!/%[0-9a-f]{2}|\\|\[\s*\d/i.test(text)) return text;
  return (
    text
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => toChar(hex, 16))
      .replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_, long?: string, short?: string) => toChar(long ?? short, 16))
      .replace(/\\(["'/\\])/g, '$1')
      // The JSON of a Buffer.
      .replace(/\[\s*(\d{1,3}(?:,\s*\d{1,3}){7,})\s*\]/g, (_, bytes: string) =>
        bytes
          .split(',')
          .map((byte) => toChar(byte, 10))
          .join(''),
      )
  );
}

function toChar(digits: string | undefined, base: number): string {
  return String.fromCharCode(Number.parseInt(digits ?? '', base));
}
