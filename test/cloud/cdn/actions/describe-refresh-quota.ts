/** DescribeRefreshQuota: how much may still be submitted today. Every number comes as a string. */
import type { Account } from '../account';
import type { QuotaKind } from '../quotas';
import type { Reply } from '../reply';
import type { Params } from '../request';

const KINDS: readonly QuotaKind[] = ['Url', 'Dir', 'Regex', 'IgnoreParams', 'Preload'];

export function describeRefreshQuota(_params: Params, { quotas }: Account): Reply {
  return Object.fromEntries(
    KINDS.flatMap((kind) => [
      [`${kind}Quota`, String(quotas.limits[kind])],
      [`${kind}Remain`, String(quotas.remaining(kind))],
    ]),
  );
}
