/** What became of the URLs of many tasks, as numbers that can be added up. */
import { OUTCOMES, type Owed, type Tally } from '../task';

export const NOTHING_TOLD: Tally = {
  urls: { complete: 0, failed: 0, missing: 0, expired: 0, rejected: 0 },
  tasks: 0,
  kinds: [],
};

/** What these tasks add to what is told of their submission. */
export function tallyOf(tasks: readonly Owed[]): Tally {
  const urls = { ...NOTHING_TOLD.urls };
  for (const { ending } of tasks) {
    // Of a task the CDN said nothing about it is not known how many URLs it has.
    const total = Math.max(1, ending.total);
    const bad = ending.outcome === 'complete' ? 0 : ending.outcome === 'failed' ? Math.max(1, ending.failed) : total;
    urls[ending.outcome] += ending.outcome === 'complete' ? total : bad;
    if (ending.outcome === 'failed') urls.complete += Math.max(0, total - bad);
  }
  const from = earliest(tasks.map(({ added }) => added));
  const until = tasks.length > 0 ? Math.max(...tasks.map(({ settled }) => settled)) : undefined;
  const kinds = [...new Set(tasks.map(({ kind }) => kind?.toLowerCase() ?? ''))].sort();
  return {
    urls,
    tasks: tasks.length,
    kinds,
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
}

export function sum(a: Tally, b: Tally): Tally {
  const from = earliest([a.from, b.from]);
  const untils = [a.until, b.until].filter((time) => time !== undefined);
  return {
    urls: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, a.urls[outcome] + b.urls[outcome]])) as Tally['urls'],
    tasks: a.tasks + b.tasks,
    kinds: [...new Set([...a.kinds, ...b.kinds])].sort(),
    ...(from !== undefined && { from }),
    ...(untils.length > 0 && { until: Math.max(...untils) }),
  };
}

/** How many URLs have ended, one way or another. */
export function urlsOf({ urls }: Tally): number {
  return OUTCOMES.reduce((count, outcome) => count + urls[outcome], 0);
}

/** The first of the times that are known. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
