/** Tasks, entries and reports of which a test names only the fields it is about. */
import { oneMore, type Running, type RunningTasks } from '../../lib/steps/running';
import type { Ending, Entry, Owed, Report, Waiting } from '../../lib/task';

/** 2026-11-23 14:52 UTC. */
export const NOW = 1_795_445_520_000;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A row that holds nothing but its key, unless more is said. */
export function waiting(fields: Partial<Waiting> = {}): Waiting {
  return { state: 'waiting', id: '1', urls: [], epoch: 0, ...fields };
}

export function owed(fields: Partial<Omit<Owed, 'ending'>> = {}, end: Partial<Ending> = {}): Owed {
  return { state: 'owed', id: '1', urls: [], epoch: 0, settled: NOW, ending: ending(end), ...fields };
}

export function ending(fields: Partial<Ending> = {}): Ending {
  return { outcome: 'complete', reasons: [], total: 1, failed: 0, urls: [], ...fields };
}

export function entry(fields: Partial<Entry> = {}): Entry {
  return {
    id: '1',
    url: 'http://example.com/a',
    kind: 'file',
    status: 'Complete',
    description: '',
    ...fields,
  };
}

export function report(fields: Partial<Report> = {}): Report {
  return {
    state: 'running',
    kind: 'file',
    total: 1,
    running: 0,
    failed: 0,
    urls: [],
    failedUrls: [],
    reasons: [],
    ...fields,
  };
}

/** What a sweep counts of the tasks that are still watched. */
export function running(tasks: readonly Waiting[]): RunningTasks {
  const counted = new Map<string, Running>();
  for (const task of tasks) {
    if (task.submission !== undefined) counted.set(task.submission, oneMore(counted.get(task.submission), task));
  }
  return counted;
}
