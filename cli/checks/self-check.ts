/** What a function answers when it is asked to check itself, put into findings. */
import * as v from 'valibot';

export interface Expected {
  /** Which function of this project it should be. */
  readonly function: 'poll' | 'submit';
  /** Where the command looks for the list; absent when it does not know itself. */
  readonly tablestore?: { readonly instance: string; readonly table: string } | undefined;
}

export interface SelfFinding {
  readonly found: string;
  /** Absent when it is right. */
  readonly todo?: string;
}

const Answer = v.object({
  function: v.string(),
  instance: v.string(),
  table: v.string(),
  checks: v.array(
    v.object({
      check: v.string(),
      ok: v.boolean(),
      code: v.optional(v.string()),
      found: v.optional(v.string()),
      advice: v.optional(v.string()),
    }),
  ),
  untried: v.array(v.string()),
});

type Answer = v.InferOutput<typeof Answer>;

export function checkSelf(body: Buffer, expected: Expected): SelfFinding[] {
  const answer = read(body);
  if (!answer) {
    const found = 'it is deployed, but does not check itself: it is an older version, or no function of this project';
    return [{ found, todo: 'deploy it again' }];
  }
  if (answer.function !== expected.function) {
    const found = `it is deployed, but it is the function "${answer.function}" of this project, not "${expected.function}"`;
    return [{ found, todo: 'SUBMIT_FUNCTION and POLL_FUNCTION name the wrong functions: set them right' }];
  }
  const wrongs = [...otherTable(answer, expected), ...troubles(answer)];
  return wrongs.length > 0
    ? wrongs
    : [{ found: `it is deployed, and its role may do what it needs${untried(answer)}` }];
}

function otherTable({ instance, table }: Answer, { tablestore }: Expected): SelfFinding[] {
  if (!tablestore || (tablestore.instance === instance && tablestore.table === table)) return [];
  const found = `its list is the table ${table} of ${instance}, that of this command ${tablestore.table} of ${tablestore.instance}`;
  return [
    { found, todo: 'set TABLESTORE_ENDPOINT, TABLESTORE_INSTANCE and TABLESTORE_TABLE to the same here and there' },
  ];
}

/** What is wrong with the service makes several trials fail, and is said once. */
function troubles({ checks }: Answer): SelfFinding[] {
  const found = new Map<string, SelfFinding>();
  for (const { check, ok, code = 'Unknown', found: said = `${check} failed (${code})`, advice } of checks) {
    const reason = said.includes(check) ? check : code;
    if (!ok && !found.has(reason)) found.set(reason, { found: said, todo: advice ?? 'see the log of the function' });
  }
  return [...found.values()];
}

function untried({ untried }: Answer): string {
  return untried.length > 0 ? ` (not tried, since that would do it: ${untried.join(', ')})` : '';
}

function read(body: Buffer): Answer | undefined {
  try {
    return v.parse(Answer, JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}
