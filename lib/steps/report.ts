/** Sums up the entries of a reply: one report a task, however many URLs the task has. */
import type { Entry, Report } from '../task';
import { clean, cut } from './text';

/** How many URLs and reasons of a task are kept by name. The rest is a number. */
const NAMED_URLS = 3;
const NAMED_REASONS = 3;
/** Longer URLs and reasons are cut, so that a stored task stays small. In characters. */
const URL_LENGTH = 1_500;
const REASON_LENGTH = 200;

/**
 * One report for each id that has entries. An id without entries has no report.
 * A reply can hold 20,000 entries, so each is looked at once.
 */
export function sumUp(entries: Iterable<Entry>): Map<string, Report> {
  const sums = new Map<string, Sum>();
  for (const entry of entries) {
    const sum = sums.get(entry.id) ?? emptySum(entry);
    sums.set(entry.id, sum);
    add(sum, entry);
  }
  return new Map([...sums].map(([id, sum]) => [id, toReport(sum)]));
}

interface Sum {
  kind: string;
  created: number | undefined;
  total: number;
  running: number;
  failed: number;
  urls: string[];
  failedUrls: string[];
  /** By the reason without case and spaces: the API spells some of them in two ways. */
  reasons: Map<string, string>;
}

function emptySum(entry: Entry): Sum {
  return {
    kind: entry.kind,
    created: undefined,
    total: 0,
    running: 0,
    failed: 0,
    urls: [],
    failedUrls: [],
    reasons: new Map(),
  };
}

function add(sum: Sum, entry: Entry): void {
  sum.total++;
  if (entry.created !== undefined) sum.created = Math.min(sum.created ?? entry.created, entry.created);
  if (sum.urls.length < NAMED_URLS) sum.urls.push(stored(entry.url, URL_LENGTH));
  const progress = progressOf(entry.status);
  if (progress === 'running') sum.running++;
  if (progress !== 'failed') return;
  sum.failed++;
  if (sum.failedUrls.length < NAMED_URLS) sum.failedUrls.push(stored(entry.url, URL_LENGTH));
  const reason = clean(entry.description) || (entry.status.toLowerCase() === 'failed' ? '' : clean(entry.status));
  const key = sameReason(reason);
  if (key !== '' && !sum.reasons.has(key) && sum.reasons.size < NAMED_REASONS) {
    sum.reasons.set(key, stored(reason, REASON_LENGTH));
  }
}

/**
 * An unknown status counts as running: an outcome is for ever, so it takes a word that surely means the end.
 * `timeout` and `canceled` are not on the API's page but have been met; both can only mean the end.
 */
function progressOf(status: string): Report['state'] {
  switch (status.toLowerCase()) {
    case 'complete':
      return 'complete';
    case 'failed':
    case 'timeout':
    case 'canceled':
      return 'failed';
    default:
      return 'running';
  }
}

/** A reason without what differs between two spellings of it: "Origin Timeout" and "OriginTimeout". */
export function sameReason(reason: string): string {
  return reason.replace(/\s+/g, '').toLowerCase();
}

function stored(text: string, length: number): string {
  return cut(clean(text), length);
}

function toReport({ created, reasons, ...sum }: Sum): Report {
  return {
    ...sum,
    ...(created !== undefined && { created }),
    state: sum.running > 0 ? 'running' : sum.failed > 0 ? 'failed' : 'complete',
    reasons: [...reasons.values()],
  };
}
