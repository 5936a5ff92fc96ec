/** Reads the entries out of a reply, whatever their shape, and refuses what is no reply. */
import * as v from 'valibot';
import { CdnError } from '../errors';
import type { Entry } from '../task';

/** The API sends strings; a number is taken for its text. json-bigint makes an object of a long number, whose text is right too. */
const text = v.pipe(
  v.optional(v.union([v.string(), v.number(), v.custom<object>(isBigNumber), v.null()]), ''),
  v.transform((value) => (value === null ? '' : String(value))),
);

const RawEntry = v.pipe(
  v.object({ TaskId: text, ObjectPath: text, ObjectType: text, Status: text, Description: text, CreationTime: text }),
  v.check(({ TaskId }) => TaskId !== ''),
);

/**
 * `Tasks` is an array in this API, and `Tasks.CDNTask` in its sisters; both are read. An entry that has no TaskId, or is no
 * object, is left out: it is about nobody.
 * @throws {CdnError} of kind `unavailable` when the reply has no list of tasks, since pop-core takes any JSON for a success
 */
export function readEntries(reply: unknown): Entry[] {
  const tasks = field(reply, 'Tasks');
  const list = Array.isArray(tasks) ? tasks : field(tasks, 'CDNTask');
  if (!Array.isArray(list)) {
    throw new CdnError('unavailable', 'NoTasks', 'the reply holds no list of tasks');
  }
  return list.flatMap((raw) => {
    const result = v.safeParse(RawEntry, raw);
    return result.success ? [toEntry(result.output)] : [];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function isBigNumber(value: unknown): boolean {
  return typeof field(value, 'toFixed') === 'function';
}

function toEntry(raw: v.InferOutput<typeof RawEntry>): Entry {
  const created = Date.parse(raw.CreationTime);
  return {
    id: raw.TaskId,
    url: raw.ObjectPath,
    kind: raw.ObjectType,
    status: raw.Status,
    description: raw.Description,
    ...(Number.isFinite(created) && { created }),
  };
}
