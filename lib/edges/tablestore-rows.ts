/** Rows of the table and what they mean: a column missing has a sensible reading, a column of the wrong type has none. */
import * as v from 'valibot';
import type { Lease, Unreadable } from '../ports';
import { LAST_EPOCH } from '../steps/lease';
import { AUDIENCES, OUTCOMES, type Task } from '../task';

export type Columns = Readonly<Record<string, unknown>>;

/** A label or submission longer than this is cut when it is read: it came from outside and goes into every message. */
const LONGEST_TEXT = 300;
/** The longest URL the CDN takes has 1,024 characters. */
const LONGEST_URL = 1_500;

const time = v.pipe(v.number('is not an integer'), v.integer('is not an integer'), v.minValue(0, 'is negative'));
const text = v.pipe(
  v.string('is not text'),
  v.transform((value) => value.slice(0, LONGEST_TEXT)),
);

/** A time before 2001 is one in seconds. */
const EARLIEST = 1_000_000_000_000;

const Ending = v.object({
  outcome: v.picklist(OUTCOMES),
  reasons: v.array(v.string()),
  total: v.number(),
  failed: v.number(),
  urls: v.array(v.string()),
  took: v.exactOptional(v.number()),
  before: v.exactOptional(v.picklist(['failed-before', 'fails-again', 'was-fine'])),
});

/** "failures", or several names with commas between them. */
const Told = v.pipe(
  v.string('is not text'),
  v.transform((names) => AUDIENCES.filter((audience) => names.split(',').includes(audience))),
);

const Row = v.object({
  state: v.optional(v.picklist(['waiting', 'owed'], 'is neither waiting nor owed'), 'waiting'),
  label: v.exactOptional(text),
  submission: v.exactOptional(text),
  kind: v.exactOptional(text),
  urls: v.optional(v.string('is not text'), ''),
  added: v.exactOptional(v.pipe(time, v.minValue(EARLIEST, 'is not in ms since 1970'))),
  epoch: v.optional(time, 0),
  absent_since: v.exactOptional(time),
  overdue: v.exactOptional(v.picklist(['owed', 'told'], 'is neither owed nor told')),
  settled: v.exactOptional(time),
  told: v.exactOptional(Told),
  ending: v.exactOptional(v.pipe(v.string('is not text'), v.rawTransform(parseEnding))),
});

/** The task in a row of `pending`, or why it can't be read. Columns this product does not know are left alone. */
export function readTask(id: string, columns: Columns): Task | Unreadable {
  const unreadable = (reason: string): Unreadable => ({ id, reason, columns });
  if (id.trim() === '' || /[\s,]/.test(id)) return unreadable('the id holds a comma or white space: one task id a row');
  const result = v.safeParse(Row, columns);
  if (!result.success) {
    const [issue] = result.issues;
    return unreadable(`column ${String(issue.path?.[0]?.key)} ${issue.message}`);
  }
  const { state, absent_since, overdue, settled, ending, told, urls, ...known } = result.output;
  const common = { ...known, id, urls: firstUrls(urls) };
  if (state === 'waiting') {
    return {
      ...common,
      state,
      ...(absent_since !== undefined && { absentSince: absent_since }),
      ...(overdue !== undefined && { overdue }),
    };
  }
  if (settled === undefined || ending === undefined) {
    return unreadable('the row is owed but has no column settled or no column ending');
  }
  return { ...common, state, settled, ending, ...(told !== undefined && { told }) };
}

/** The columns of a task, integers as numbers. What the task does not have is undefined: the column is taken away. */
export function toColumns(task: Task): Record<string, string | number | undefined> {
  return {
    state: task.state,
    label: task.label,
    submission: task.submission,
    kind: task.kind,
    urls: task.urls.length > 0 ? task.urls.join('\n') : undefined,
    added: task.added,
    epoch: task.epoch,
    absent_since: task.state === 'waiting' ? task.absentSince : undefined,
    overdue: task.state === 'waiting' ? task.overdue : undefined,
    settled: task.state === 'owed' ? task.settled : undefined,
    ending: task.state === 'owed' ? JSON.stringify(task.ending) : undefined,
    told: task.state === 'owed' ? task.told?.join(',') : undefined,
  };
}

const maybeText = v.fallback(v.optional(v.string()), undefined);
const maybeTime = v.fallback(v.optional(v.number()), undefined);

const LeaseRow = v.object({
  owner: v.fallback(v.string(), ''),
  epoch: v.fallback(v.pipe(v.number(), v.maxValue(LAST_EPOCH)), 0),
  until: v.fallback(v.number(), 0),
  cursor: maybeText,
  asked: maybeTime,
  quiet_until: maybeTime,
  quiet_until_failures: maybeTime,
  fault: maybeText,
  fault_told: maybeTime,
  urls: maybeText,
});

function firstUrls(urls: string): string[] {
  return urls
    .split('\n')
    .filter(Boolean)
    .slice(0, 3)
    .map((url) => url.slice(0, LONGEST_URL));
}

/** A lease row that was spoilt by hand reads as one that was given back: it must not stop the sweeps for ever. */
export function readLease(columns: Columns): Lease {
  const { owner, epoch, until, cursor, asked, quiet_until, quiet_until_failures, fault, fault_told, urls } = v.parse(
    LeaseRow,
    columns,
  );
  const quiet = {
    ...(quiet_until !== undefined && { channel: quiet_until }),
    ...(quiet_until_failures !== undefined && { failures: quiet_until_failures }),
  };
  return {
    ...{ owner, epoch, until },
    ...(Object.keys(quiet).length > 0 && { quiet }),
    ...(cursor !== undefined && { cursor }),
    ...(asked !== undefined && { asked }),
    ...(fault !== undefined && { fault }),
    ...(fault_told !== undefined && { faultTold: fault_told }),
    ...(urls !== undefined && { urls }),
  };
}

function parseEnding({ dataset, addIssue, NEVER }: v.RawTransformContext<string>): v.InferOutput<typeof Ending> {
  try {
    return v.parse(Ending, JSON.parse(dataset.value));
  } catch {
    addIssue({ message: 'is not the JSON of an ending' });
    return NEVER;
  }
}
