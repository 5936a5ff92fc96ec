/** A reply as large as they get: ten tasks of 2,000 URLs each, as the local CDN words it. */
import { describeRefreshTaskById } from '../../test/cloud/cdn/actions/describe-refresh-task-by-id';
import { completes, createdAt, fails } from '../../test/cloud/cdn/life';
import { DESCRIBE_IDS_A_CALL, REFRESH_URLS_A_TASK } from '../../test/cloud/cdn/limits';
import { DAILY_QUOTAS, Quotas } from '../../test/cloud/cdn/quotas';
import { success } from '../../test/cloud/cdn/reply';
import { Submissions } from '../../test/cloud/cdn/submissions';
import { Tasks } from '../../test/cloud/cdn/tasks';
import type { Answer } from '../../test/cloud/serve';

export const IDS = Array.from({ length: DESCRIBE_IDS_A_CALL }, (_, i) => String(17_000_000_000 + i));
export const ENTRIES = DESCRIBE_IDS_A_CALL * REFRESH_URLS_A_TASK;

const HOUR = 3_600_000;
/** One URL in so many fails. */
const FAILING = 10;

export function largeReply(): Answer {
  const now = () => Date.now();
  const tasks = new Tasks(now);
  for (const id of IDS)
    tasks.add(
      id,
      Array.from({ length: REFRESH_URLS_A_TASK }, (_, i) => entry(id, i)),
    );
  const account = {
    tasks,
    submissions: new Submissions(tasks, now, () => completes()),
    quotas: new Quotas(now, DAILY_QUOTAS),
    domains: undefined,
    shape: 'flat',
  } as const;
  const reply = describeRefreshTaskById(new Map([['TaskId', IDS.join(',')]]), account);
  return success('JSON', 'DescribeRefreshTaskById', 'E0C2EF95-B1EC-4C93-855E-000000000001', reply);
}

function entry(id: string, number: number): { url: string; life: ReturnType<typeof completes> } {
  const life = number % FAILING === 0 ? fails(undefined, 'OriginReturn StatusCode 5XX') : completes();
  return { url: `https://www.example.com/static/${id}/assets/${number}.js`, life: createdAt(Date.now() - HOUR, life) };
}
