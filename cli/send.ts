/** Sends parcels to the deployed submit function, one after the other, and keeps account of what became of each URL. */
import * as v from 'valibot';
import type { Functions } from '../lib/edges/functions';
import { FunctionsError } from '../lib/edges/functions-errors';
import { REFRESH_KINDS, type SubmissionAnswer } from '../lib/submission';
import { adviceFor } from './advice';
import type { Parcel } from './check-input';
import { asNotes, type Output } from './output';
import { saySent } from './say-sent';

/** What became of everything that was to be sent. Items are URLs, or ids to watch. */
export interface Sent {
  /** One for each parcel the function took. */
  readonly answers: readonly SubmissionAnswer[];
  /** Why the function refused a parcel; with the rest it is in `notSent`. */
  readonly refused: readonly string[];
  /** Why sending ended early. */
  readonly trouble?: string;
  /** Items that may have been submitted: the answer was lost. */
  readonly unclear: readonly string[];
  /** Items that were surely not submitted. */
  readonly notSent: readonly string[];
}

/** The function ends itself earlier, by its own timeout. Ms. */
const INVOCATION_TIMEOUT = 300_000;

/**
 * Nothing is sent after a refusal or a failure, and nothing is ever sent twice.
 * @param parts how many parts of the whole came before these parcels, and how many there are
 */
export async function send(
  parcels: readonly Parcel[],
  functionName: string,
  functions: Functions,
  out: Output,
  { before, of } = { before: 0, of: parcels.length },
): Promise<Sent> {
  const answers: SubmissionAnswer[] = [];
  for (const [i, parcel] of parcels.entries()) {
    if (of > 1) out.note(`sending part ${before + i + 1} of ${of} …`);
    const later = parcels.slice(i + 1).flatMap(({ items }) => items);
    const ended = { answers, refused: [], unclear: [], notSent: [...parcel.items, ...later] };
    try {
      const payload = Buffer.from(JSON.stringify(parcel.event));
      const answer = readAnswer(await functions.invoke(functionName, payload, INVOCATION_TIMEOUT), functionName);
      if (answer.refused) return { ...ended, refused: answer.refused };
      answers.push(answer);
      // The result comes behind the last part, and until then the command may be interrupted.
      if (of > 1) saySent({ ...NOTHING, answers: [answer] }, 'URL', asNotes(out));
    } catch (error) {
      if (!(error instanceof FunctionsError)) throw error;
      const trouble = [error.message, adviceFor(error)].filter(Boolean).join(': ');
      if (error.kind !== 'unclear') return { ...ended, trouble };
      return { ...ended, trouble, unclear: parcel.items, notSent: later };
    }
  }
  return { ...NOTHING, answers };
}

const NOTHING: Sent = { answers: [], refused: [], unclear: [], notSent: [] };

/** Several sendings as one. */
export function merge(all: readonly Sent[]): Sent {
  const trouble = all.map((sent) => sent.trouble).find((text) => text !== undefined);
  return {
    answers: all.flatMap(({ answers }) => answers),
    refused: all.flatMap(({ refused }) => refused),
    ...(trouble !== undefined && { trouble }),
    unclear: all.flatMap(({ unclear }) => unclear),
    notSent: all.flatMap(({ notSent }) => notSent),
  };
}

const KindOfUrl = v.picklist([...REFRESH_KINDS, 'preload']);
const Answer = v.object({
  submission: v.string(),
  tasks: v.array(
    v.object({
      id: v.string(),
      kind: v.exactOptional(KindOfUrl),
      urls: v.number(),
      listed: v.picklist(['added', 'already', 'unlisted']),
    }),
  ),
  failed: v.array(v.object({ kind: KindOfUrl, urls: v.array(v.string()), code: v.string(), reason: v.string() })),
  refused: v.exactOptional(v.array(v.string())),
});

/** @throws {FunctionsError} when it is the answer of something else, which may have done anything */
function readAnswer(body: Buffer, functionName: string): SubmissionAnswer {
  try {
    return v.parse(Answer, JSON.parse(body.toString()));
  } catch {
    throw new FunctionsError(
      'unclear',
      'NoAnswer',
      `${functionName} answered something else than a submission: is SUBMIT_FUNCTION the submit function of this project?`,
    );
  }
}
