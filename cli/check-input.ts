/** Checks the whole input before anything is sent, and cuts it into what one invocation takes. */

import { checkRequest } from '../lib/steps/check-request';
import type { Area, RefreshKind } from '../lib/submission';
import { EXIT, Problem } from './exit';
import type { Line } from './input';
import { count } from './output';

/** What is asked for beside the URLs or ids. */
export type Wish =
  | { readonly verb: 'refresh'; readonly type?: RefreshKind; readonly force?: boolean; readonly label?: string }
  | {
      readonly verb: 'preload';
      readonly area?: Area;
      readonly l2?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
      readonly label?: string;
    }
  | { readonly verb: 'watch'; readonly label?: string };

/** One invocation of the submit function. */
export interface Parcel {
  readonly event: object;
  /** The URLs or ids in it. */
  readonly items: readonly string[];
}

export interface CheckedInput {
  readonly parcels: readonly Parcel[];
  /** What was changed on the way. */
  readonly notes: readonly string[];
}

/** A synchronous invocation takes 32 MB; the time of one invocation is for fewer. Bytes of JSON. */
const PARCEL_BYTES = 4_000_000;
const PARCEL_ITEMS = 2_000;

/** @throws {Problem} with every fault of the input: then nothing is to be sent */
export function checkInput(lines: readonly Line[], wish: Wish): CheckedInput {
  // An answer of the CDN may hold several ids with commas between them, so that is what people paste.
  const given = wish.verb === 'watch' ? lines.flatMap(splitIds) : lines;
  const first = new Map(given.toReversed().map((line) => [line.text, line]));
  const unique = given.filter((line) => first.get(line.text) === line);
  const texts = unique.map(({ text }) => text);
  const checked = checkRequest(eventFor(wish, texts));
  const faults = [
    ...(wish.verb === 'watch' ? unique.flatMap(idFault) : []),
    ...('faults' in checked ? checked.faults.map((fault) => explain(fault, unique)) : []),
  ];
  if (!('request' in checked) || faults.length > 0) {
    throw new Problem(EXIT.usage, 'nothing was sent; this must be put right first:', [...new Set(faults)]);
  }
  const { refresh, preload, watch } = checked.request;
  const items = refresh?.urls ?? preload?.urls ?? watch;
  const noun = wish.verb === 'watch' ? 'id' : 'URL';
  const repeated = given.length - items.length;
  const foreign = wish.verb === 'watch' ? 0 : texts.filter((text) => /[^\x21-\x7e]/.test(text)).length;
  return {
    parcels: cutItems(items).map((part) => ({ event: eventFor(wish, part), items: part })),
    notes: [
      ...(repeated > 0 ? [`${count(repeated, noun)} given more than once: each is sent once`] : []),
      ...(foreign > 0 ? [`${count(foreign, 'URL')} with letters outside ASCII: they are sent percent-encoded`] : []),
    ],
  };
}

function eventFor({ verb, label, ...options }: Wish, items: readonly string[]): object {
  const common = label === undefined ? {} : { label };
  return verb === 'watch' ? { watch: items, ...common } : { [verb]: { urls: items, ...options }, ...common };
}

function splitIds({ text, from }: Line): Line[] {
  return text.split(',').map((id) => ({ text: id.trim(), from }));
}

/** The function takes any id, for what the CDN may make in the future; a slip of the hand is caught here. */
function idFault({ text, from }: Line): string[] {
  return /^[A-Za-z0-9_.:-]{1,100}$/.test(text) && !/^\d+$/.test(text)
    ? [`${from}: ${text} is not a task id: the CDN's ids are digits only, such as 15704222904`]
    : [];
}

/** The check speaks of the fields of an event; people speak of lines and options. */
function explain(fault: string, lines: readonly Line[]): string {
  return fault
    .replace(/^(?:refresh\.urls|preload\.urls|watch)\[(\d+)\]/, (_, i) => `${lines[Number(i)]?.from}:`)
    .replace(
      /^(?:refresh\.urls|preload\.urls|watch) holds more than (\d+) (\w+)/,
      (_, most, noun) =>
        `${lines.length} different ${noun} were given, and ${most} are the most for one day: split them`,
    )
    .replace(
      /^(?:(?:refresh|preload)\.)?(label|type|area|l2|force|headers)\b/,
      (_, name) => `--${name.replace(/s$/, '')}`,
    );
}

function cutItems(items: readonly string[]): string[][] {
  const parts: string[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = parts.at(-1);
    if (last && last.length < PARCEL_ITEMS && bytes + size <= PARCEL_BYTES) {
      last.push(item);
      bytes += size;
    } else {
      parts.push([item]);
      bytes = size;
    }
  }
  return parts;
}
