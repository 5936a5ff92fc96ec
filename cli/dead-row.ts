/** What can still be read of a row on `dead`: it is there because something about it can't. */
import * as v from 'valibot';
import type { Waiting } from '../lib/task';

const text = v.fallback(v.optional(v.string()), undefined);
const Row = v.object({
  label: text,
  submission: text,
  kind: text,
  urls: text,
  added: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
});

export type DeadRow = Pick<Waiting, 'label' | 'submission' | 'kind' | 'urls' | 'added'>;

/** @param json the columns the row had; anything else than that reads as a row that held nothing but its key */
export function readDeadRow(json: string): DeadRow {
  const { label, submission, kind, urls = '', added } = v.parse(v.fallback(Row, {}), parse(json));
  return {
    urls: urls.split('\n').filter(Boolean),
    ...(label !== undefined && { label }),
    ...(submission !== undefined && { submission }),
    ...(kind !== undefined && { kind }),
    ...(added !== undefined && { added }),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
