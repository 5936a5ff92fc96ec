/** One task as a line of a message: its URLs, then what is to be said of it. */
import type { Ending, Owed, Waiting } from '../task';
import { clean, cut } from './text';
import { atTime, explainOutcome, explainReason, inWords, number } from './words';

export interface Line {
  readonly urls: readonly string[];
  readonly text: string;
  /** A command that can be copied. */
  readonly command?: string;
  /** The page about this task. */
  readonly link?: string;
}

export interface LineOptions {
  /** Ms since 1970. */
  readonly now: number;
  readonly historyDays: number;
  /** The page about a task, with `{id}` in it. */
  readonly linkTemplate?: string | undefined;
  /** The label the headline names: no line repeats it. */
  readonly heading?: string | undefined;
}

/** Characters shown at most, so that a line is never longer than one block may be. */
const URL_SHOWN = 500;
const SUCCESS_URL_SHOWN = 200;
const LABEL_SHOWN = 80;
const ID_SHOWN = 100;
const REASON_SHOWN = 160;
/** A longer link is left out. */
const LINK_LENGTH = 350;
/** URLs and reasons shown at most. */
const NAMED = 3;

/** What is told this long after it ended is late: Slack was down, or refused the webhook. Ms. */
const LATE = 86_400_000;

/** A task that did not end well: up to three of its URLs, the outcome, why, how many URLs, how long it took, its id. */
export function problemLine(task: Owed, options: LineOptions): Line {
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
        : `${outcome}: ${explainOutcome(outcome, options.historyDays)}${why && ` (${why})`}`,
      total > 1 && (outcome === 'failed' ? `${number(failed)} of ${number(total)} URLs` : `${number(total)} URLs`),
      past(task.ending),
      (outcome === 'failed' || outcome === 'expired') && took !== undefined && `after ${inWords(took)}`,
      lateness(task, options.now),
      ...identity(task, options),
    ]),
    ...retryOf(task),
    ...linkOf(task, options),
  };
}

/** A task that is complete: its first URL and how many more. */
export function successLine(task: Owed, options: LineOptions): Line {
  const { urls, total, took } = task.ending;
  return {
    urls: urls.slice(0, 1).map((url) => cut(clean(url), SUCCESS_URL_SHOWN)),
    text: joined([
      total > 1 && `and ${number(total - 1)} more ${total === 2 ? 'URL' : 'URLs'}`,
      past(task.ending),
      took !== undefined && `after ${inWords(took)}`,
      lateness(task, options.now),
      ...identity(task, options),
    ]),
  };
}

/** A task that runs longer than tasks of its kind should. Watching goes on. */
export function overdueLine(task: Waiting, options: LineOptions): Line {
  const { now } = options;
  return {
    urls: task.urls.slice(0, NAMED).map(shown),
    text: joined([
      task.added === undefined ? 'still running' : `still running after ${inWords(Math.max(0, now - task.added))}`,
      ...identity(task, options),
    ]),
    ...linkOf(task, options),
  };
}

/** Whether it ended so long ago that a reader would wonder. */
export function isLate({ settled }: Owed, now: number): boolean {
  return now - settled > LATE;
}

/** Text without its marks, for where there are none. */
export function inPlain({ urls, text, command, link }: Line): string {
  const said = [text, command, link].filter(Boolean).join(' · ');
  return `• ${[...urls, said].filter(Boolean).join('\n   ')}`;
}

function lateness(task: Owed, now: number): string | false {
  return isLate(task, now) && `late: it ended at ${atTime(task.settled)}`;
}

function past({ before }: Ending): string | false {
  switch (before) {
    case undefined:
      return false;
    case 'failed-before':
      return 'failed before, now fine';
    case 'fails-again':
      return 'failed before too';
    case 'was-fine':
      return 'was fine the last time';
    default:
      return before satisfies never;
  }
}

/** Only what can stand in a shell as it is; nothing else is known to be worth a repetition. */
function retryOf({ id, ending, kind }: Owed): { command?: string } {
  const can = ending.outcome === 'failed' && kind !== undefined && /^[A-Za-z0-9][\w-]{0,99}$/.test(id);
  return can ? { command: `cdn-tasks retry ${id}` } : {};
}

function linkOf({ id }: Owed | Waiting, { linkTemplate }: LineOptions): { link?: string } {
  if (!linkTemplate?.includes('{id}') || id.length > ID_SHOWN || !id.isWellFormed()) return {};
  const link = linkTemplate.replaceAll('{id}', encodeURIComponent(id));
  return link.length > LINK_LENGTH ? {} : { link };
}

function identity(task: Owed | Waiting, { heading }: LineOptions): string[] {
  const label = cut(clean(task.label ?? ''), LABEL_SHOWN);
  return [`task ${cut(clean(task.id), ID_SHOWN)}`, ...(label && label !== heading ? [label] : [])];
}

function shown(url: string): string {
  return cut(clean(url), URL_SHOWN);
}

function joined(parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' · ');
}
