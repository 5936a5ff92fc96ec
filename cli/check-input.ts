/** Checks the whole input before anything is sent, and cuts it into what one invocation takes. */

import { checkRequest } from '../lib/steps/check-request';
import type { Area, RefreshKind } from '../lib/submission';
import { EXIT, Problem } from './exit';
import { checkCount, type Line } from './input';
import { explain, idFault, shorten } from './input-faults';
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
/** As many as the function takes: it compares a parcel as a whole with the quota, before anything is spent. */
const PARCEL_ITEMS = 10_000;

/** @throws {Problem} with every fault of the input: then nothing is to be sent */
export function checkInput(lines: readonly Line[], wish: Wish): CheckedInput {
  // An answer of the CDN may hold several ids with commas between them, so that is what people paste.
  const given = wish.verb === 'watch' ? lines.flatMap(splitIds) : lines;
  checkCount(given.length, wish.verb === 'watch' ? 'ids' : 'URLs');
  const first = new Map(given.toReversed().map((line) => [line.text, line]));
  const unique = given.filter((line) => first.get(line.text) === line);
  const texts = unique.map(({ text }) => text);
  const checked = checkRequest(eventFor(wish, texts));
  const faults = [
    ...(wish.verb === 'watch' ? unique.flatMap(idFault) : []),
    ...('faults' in checked ? checked.faults.map((fault) => explain(fault, unique)) : []),
  ];
  if (!('request' in checked) || faults.length > 0) {
    throw new Problem(EXIT.usage, 'nothing was sent; this must be put right first:', shorten([...new Set(faults)]));
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
