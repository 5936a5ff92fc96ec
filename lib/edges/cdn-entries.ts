/** Reads the entries out of a reply, whatever their shape, and refuses what is no reply. */
import * as v from 'valibot';
import { CdnError } from '../errors';
import type { Entry } from '../task';

/** The API sends strings; a number is taken for its text. json-bigint makes an object of a long number. */
const text = v.pipe(
  v.union([v.string(), v.number(), v.custom<BigNumber>(isBigNumber)]),
  v.transform((value) => (typeof value === 'object' ? digitsOf(value) : String(value))),
);

/** The API's ObjectTypes have some ten characters. What is stored with a task must not be longer than a row may be. */
const LONGEST_KIND = 100;

/** A field that can't be read is empty: an entry must not be lost over it, and an empty status counts as running. */
const field = v.fallback(v.optional(text, ''), '');

const RawEntry = v.object({
  TaskId: v.pipe(text, v.minLength(1)),
  ObjectPath: field,
  ObjectType: field,
  Status: field,
  Description: field,
  CreationTime: field,
});

/**
 * `Tasks` is an array in this API, and `Tasks.CDNTask` in its sisters; both are read, and none at all is an empty list when
 * the reply counts no task. An entry that has no TaskId, or is no object, is left out: it is about nobody.
 * @throws {CdnError} of kind `unavailable` when the reply has no list of tasks, since pop-core takes any JSON for a success
 */
export function readEntries(reply: unknown): Entry[] {
  const tasks = Reflect.get(Object(reply), 'Tasks');
  const list = Array.isArray(tasks) ? tasks : Reflect.get(Object(tasks), 'CDNTask');
  const count = Reflect.get(Object(reply), 'TotalCount');
  if (list === undefined && (count === 0 || count === '0')) return [];
  if (!Array.isArray(list)) {
    throw new CdnError('unavailable', 'NoTasks', 'the reply holds no list of tasks');
  }
  return list.flatMap((raw) => {
    const result = v.safeParse(RawEntry, raw);
    return result.success ? [toEntry(result.output)] : [];
  });
}

interface BigNumber {
  /** The exponent of ten. */
  readonly e: number | null;
  toFixed(): string;
  toString(): string;
}

/** No id has more digits. */
const MOST_DIGITS = 100;

/** All digits, unless somebody wrote 1e9999999. */
function digitsOf(value: BigNumber): string {
  return Math.abs(value.e ?? 0) < MOST_DIGITS ? value.toFixed() : value.toString();
}

function isBigNumber(value: unknown): boolean {
  return typeof value === 'object' && typeof Reflect.get(Object(value), 'toFixed') === 'function';
}

function toEntry(raw: v.InferOutput<typeof RawEntry>): Entry {
  // Only the API's own form: Date.parse makes a time of almost anything, and a wrong one would end the task as expired.
  const created = /^20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(raw.CreationTime)
    ? Date.parse(raw.CreationTime)
    : Number.NaN;
  return {
    id: raw.TaskId,
    url: raw.ObjectPath,
    kind: raw.ObjectType.slice(0, LONGEST_KIND),
    status: raw.Status,
    description: raw.Description,
    ...(Number.isFinite(created) && { created }),
  };
}
