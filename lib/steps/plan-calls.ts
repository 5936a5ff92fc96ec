/** Cuts a request into calls that the CDN takes, and sees whether the day's quota is enough for them. */
import type { Kind, Quota, SubmissionRequest, SubmitCall } from '../submission';

/** URLs in one call: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-refreshobjectcaches and …-pushobjectcache */
const URLS_A_CALL: Readonly<Record<Kind, number>> = {
  file: 1_000,
  'ignore-params': 1_000,
  directory: 100,
  regex: 1,
  preload: 100,
};
/** Distinct domains in one call; the same pages. */
const DOMAINS_A_CALL = 10;

/** URLs of one domain come together, so that few calls are needed and few tasks are made. */
export function planCalls({ refresh, preload, label }: SubmissionRequest): SubmitCall[] {
  const common = (own: string | undefined) => {
    const name = own ?? label;
    return name === undefined ? {} : { label: name };
  };
  return [
    ...(refresh
      ? cutUrls(refresh.urls, refresh.kind).map((urls) => ({
          kind: refresh.kind,
          urls,
          force: refresh.force,
          ...common(refresh.label),
        }))
      : []),
    ...(preload
      ? cutUrls(preload.urls, 'preload').map((urls) => ({
          kind: 'preload' as const,
          urls,
          l2: preload.l2,
          ...(preload.area && { area: preload.area }),
          ...(preload.headers && { headers: preload.headers }),
          ...common(preload.label),
        }))
      : []),
  ];
}

/** For each kind that the quota does not cover: how much is missing. */
export function quotaFaults(calls: readonly SubmitCall[], quota: Quota): string[] {
  const needed = new Map<Kind, number>();
  for (const { kind, urls } of calls) needed.set(kind, (needed.get(kind) ?? 0) + urls.length);
  return [...needed].flatMap(([kind, count]) => {
    const left = quota[kind];
    return left === undefined || count <= left
      ? []
      : [
          `the quota is not enough: ${count} ${kind} URLs were asked for, and ${left} are left today; it is renewed at midnight UTC+8`,
        ];
  });
}

function cutUrls(urls: readonly string[], kind: Kind): string[][] {
  const byDomain = new Map<string, string[]>();
  for (const url of urls) {
    const domain = url.split('/')[2]?.toLowerCase() ?? '';
    const group = byDomain.get(domain) ?? [];
    byDomain.set(domain, group);
    group.push(url);
  }
  const calls: string[][] = [];
  let domains = 0;
  for (const group of byDomain.values()) {
    if (++domains > DOMAINS_A_CALL) {
      calls.push([]);
      domains = 1;
    }
    for (const url of group) {
      const last = calls.at(-1);
      if (last && last.length < URLS_A_CALL[kind]) last.push(url);
      else {
        calls.push([url]);
        domains = 1;
      }
    }
  }
  return calls;
}
