/** Finds the secrets of a run in whatever the product gives out: whole, encoded, or a part of one. It never shows one. */
import { PART, Parts } from './parts';
import { formsOf, readingsOf } from './readings';
import { textsIn } from './texts';

export type Kind = 'access key id' | 'access key secret' | 'security token' | 'webhook' | 'signature';

export interface Leak {
  readonly kind: Kind;
  /** What it came out of: "a log line of cdn-task-poll". */
  readonly outlet: string;
  /** Where in the value: ".cause.message"; empty for the value itself. */
  readonly at: string;
  /** What stands around it, with all that is secret blacked out. */
  readonly text: string;
}

export interface Scanner {
  /** From now on this is a secret. One of fewer than 8 characters is none: it would be found in any text. */
  watch(kind: Kind, secret: string | undefined): void;
  /** What stands in a value that left the product, at most once for each kind and place. */
  scan(outlet: string, value: unknown): Leak[];
}

/** Shorter ones are words of tests, such as "secret". */
const SHORTEST = 8;
/** How much of the text a leak shows on each side. Characters. */
const AROUND = 60;

interface Span {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
}

interface Reading {
  readonly text: string;
  readonly spans: readonly Span[];
}

export function createScanner(): Scanner {
  const watched = new Set<string>();
  const parts = new Parts<Kind>();
  /** Those shorter than a part count as a whole only. */
  const short = new Map<string, Kind>();

  function spansIn(text: string): Span[] {
    const spans: Span[] = [];
    parts.find(text, (from, kind) => spans.push({ kind, from, to: from + PART }));
    for (const [secret, kind] of short) {
      for (let from = text.indexOf(secret); from >= 0; from = text.indexOf(secret, from + 1)) {
        spans.push({ kind, from, to: from + secret.length });
      }
    }
    return spans;
  }

  function read(text: string): Reading[] {
    return readingsOf(text).map((reading) => ({ text: reading, spans: spansIn(reading) }));
  }

  return {
    watch(kind, secret = '') {
      if (secret.length < SHORTEST || watched.has(secret)) return;
      watched.add(secret);
      for (const form of formsOf(secret)) {
        if (form.length < PART) short.set(form, kind);
        else parts.add(form, kind);
      }
    },

    scan: (outlet, value) =>
      textsIn(value).flatMap(({ at, text }) => {
        const readings = read(text);
        const kinds = new Set(readings.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
        // In the last reading nothing is encoded any more that could be decoded, so that all of it can be blacked out.
        const last = readings.at(-1) ?? { text: '', spans: [] };
        const place = read(at).at(-1);
        return [...kinds].map((kind) => ({
          kind,
          outlet,
          at: place ? blackedOut(place).join('') : '',
          text: excerpt(last, kind),
        }));
      }),
  };
}

function excerpt(reading: Reading, kind: Kind): string {
  const about = reading.spans.find((span) => span.kind === kind);
  if (!about) return '';
  const [from, to] = [Math.max(0, about.from - AROUND), about.to + AROUND];
  const shown = blackedOut(reading).slice(from, to).join('');
  return `${from > 0 ? '…' : ''}${shown}${to < reading.text.length ? '…' : ''}`;
}

function blackedOut({ text, spans }: Reading): string[] {
  const letters = text.split('');
  for (const { from, to } of spans) letters.fill('█', from, to);
  return letters;
}
