/** Reads the entries out of a reply, whatever their shape, and refuses what is no reply. */
import { CdnError } from '../errors';
import type { Entry } from '../task';

/** The API's ObjectTypes have some ten characters. What is stored with a task must not be longer than a row may be. */
const LONGEST_KIND = 100;

/**
 * `Tasks` is an array in this API, and `Tasks.CDNTask` in its sisters; both are read, and none at all is an empty list when
 * the reply counts no task. An entry that has no TaskId, or is no object, is left out: it is about nobody.
 * @throws {CdnError} of kind `unavailable` when the reply has no list of tasks, since pop-core takes any JSON for a success
 */
export function readEntries(reply: unknown): Iterable<Entry> {
  const tasks = Reflect.get(Object(reply), 'Tasks');
  const list = Array.isArray(tasks) ? tasks : Reflect.get(Object(tasks), 'CDNTask');
  const count = Reflect.get(Object(reply), 'TotalCount');
  if (list === undefined && (count === 0 || count === '0')) return [];
  if (!Array.isArray(list)) {
    throw new CdnError('unavailable', 'NoTasks', 'the reply holds no list of tasks');
  }
  return entriesIn(list);
}

/** One by one: a reply can hold 20,000, and nobody needs them all at once. Read by hand, since a schema takes five times as long. */
function* entriesIn(list: readonly unknown[]): Generator<Entry> {
  let last = { text: '', created: undefined as number | undefined };
  for (const raw of list) {
    const id = textOf(Object(raw).TaskId);
    if (!id) continue;
    // An empty status counts as running: an entry must not be lost over a field that can't be read.
    const { ObjectPath, ObjectType, Status, Description, CreationTime } = Object(raw) as Record<string, unknown>;
    const time = textOf(CreationTime) ?? '';
    // The URLs of a task were submitted together.
    if (time !== last.text) last = { text: time, created: readTime(time) };
    const { created } = last;
    yield {
      id,
      url: textOf(ObjectPath) ?? '',
      kind: (textOf(ObjectType) ?? '').slice(0, LONGEST_KIND),
      status: textOf(Status) ?? '',
      description: textOf(Description) ?? '',
      ...(created !== undefined && { created }),
    };
  }
}

/** The API sends strings; a number is taken for its text. json-bigint makes an object of a long number. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : String(value);
  return isBigNumber(value) ? digitsOf(value) : undefined;
}

/** Only the API's own form: Date.parse makes a time of almost anything, and a wrong one would end the task as expired. */
function readTime(text: string): number | undefined {
  const time = /^20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
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

function isBigNumber(value: unknown): value is BigNumber {
  return typeof value === 'object' && typeof Reflect.get(Object(value), 'toFixed') === 'function';
}
