/** One task as a line of a message: its URLs, then what is to be said of it. */
import type { Owed, Waiting } from '../task';
import { clean, cut } from './text';
import { explainOutcome, explainReason, inWords } from './words';

export interface Line {
  readonly urls: readonly string[];
  readonly text: string;
}

/** Characters shown at most, so that a line is never longer than one block may be. */
const URL_SHOWN = 600;
const SUCCESS_URL_SHOWN = 300;
const LABEL_SHOWN = 80;
const ID_SHOWN = 100;
const REASON_SHOWN = 160;
/** URLs and reasons shown at most. */
const NAMED = 3;

/** A task that did not end well: up to three of its URLs, the outcome, why, how many URLs, how long it took, its id. */
export function problemLine(task: Owed, historyDays: number): Line {
  const { outcome, reasons, urls, total, failed, took } = task.ending;
  const why = reasons
    .slice(0, NAMED)
    .map((reason) => cut(clean(explainReason(reason)), REASON_SHOWN))
    .join('; ');
  return {
    urls: urls.slice(0, NAMED).map(shown),
    text: joined([
      why && outcome === 'failed'
        ? `failed: ${why}`
        : `${outcome}: ${explainOutcome(outcome, historyDays)}${why && ` (${why})`}`,
      total > 1 && (outcome === 'failed' ? `${failed} of ${total} URLs` : `${total} URLs`),
      outcome !== 'rejected' && took !== undefined && `after ${inWords(took)}`,
      ...identity(task),
    ]),
  };
}

/** A task that is complete: its first URL and how many more. */
export function successLine(task: Owed): Line {
  const { urls, total, took } = task.ending;
  return {
    urls: urls.slice(0, 1).map((url) => cut(clean(url), SUCCESS_URL_SHOWN)),
    text: joined([
      total > 1 && `and ${total - 1} more ${total === 2 ? 'URL' : 'URLs'}`,
      took !== undefined && `after ${inWords(took)}`,
      ...identity(task),
    ]),
  };
}

/** A task that runs longer than tasks of its kind should. Watching goes on. */
export function overdueLine(task: Waiting, now: number): Line {
  return {
    urls: task.urls.slice(0, NAMED).map(shown),
    text: joined([
      task.added === undefined ? 'still running' : `still running after ${inWords(Math.max(0, now - task.added))}`,
      ...identity(task),
    ]),
  };
}

function identity(task: Owed | Waiting): string[] {
  const label = cut(clean(task.label ?? ''), LABEL_SHOWN);
  return [`task ${cut(clean(task.id), ID_SHOWN)}`, ...(label ? [label] : [])];
}

function shown(url: string): string {
  return cut(clean(url), URL_SHOWN);
}

function joined(parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' · ');
}
