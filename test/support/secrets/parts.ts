/** Finds which of very many strings of one length stand in a text, in one pass over it. */

/** The length of what is looked for. A part of a secret that is as long as this one betrays it. Characters. */
export const PART = 12;

const BASE = 0x01000193;
/** What the first of PART letters weighs in their hash. */
const FIRST = power(BASE, PART - 1);
const BITS = 22;

export class Parts<T> {
  private readonly known = new Map<string, T>();
  /** By the hash of a part, whether there may be one: most places in a text are passed over after a look at it. */
  private readonly marks = new Uint8Array(2 ** BITS);

  /** @param text of at least PART characters: each part of it is looked for */
  add(text: string, about: T): void {
    this.roll(text, (at, mark) => {
      this.marks[mark] = 1;
      this.known.set(text.slice(at, at + PART), about);
    });
  }

  find(text: string, found: (at: number, about: T) => void): void {
    this.roll(text, (at, mark) => {
      if (this.marks[mark] === 0) return;
      const about = this.known.get(text.slice(at, at + PART));
      if (about !== undefined) found(at, about);
    });
  }

  private roll(text: string, each: (at: number, mark: number) => void): void {
    let hash = 0;
    for (let end = 0; end < text.length; end++) {
      if (end >= PART) hash = (hash - Math.imul(text.charCodeAt(end - PART), FIRST)) | 0;
      hash = (Math.imul(hash, BASE) + text.charCodeAt(end)) | 0;
      if (end >= PART - 1) each(end - PART + 1, hash >>> (32 - BITS));
    }
  }
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base);
  return result;
}
