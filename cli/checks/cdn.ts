/** The CDN answers, and lets these credentials ask for tasks and for the quota. */

import { CdnError } from '../../lib/errors';
import type { Cdn } from '../../lib/ports';
import { isForbidden, wasLetIn } from '../../lib/steps/judge-check';
import type { CdnSubmit } from '../../lib/submit-ports';
import { NO_TASK } from '../../lib/trials';
import { adviceFor, allow } from '../advice';
import { type Finding, right, wrong } from './check';

const CALL_TIMEOUT = 10_000;

export async function checkCdn(cdn: Cdn): Promise<Finding> {
  return ask('CDN', 'cdn:DescribeRefreshTaskById', async () => {
    await cdn.describe([NO_TASK], CALL_TIMEOUT);
    return 'tasks may be asked for';
  });
}

export async function checkQuota(cdn: CdnSubmit): Promise<Finding> {
  return ask('CDN quota', 'cdn:DescribeRefreshQuota', async () => {
    const quota = await cdn.quota(CALL_TIMEOUT);
    const left = (['file', 'directory', 'regex', 'preload'] as const)
      .filter((kind) => quota[kind] !== undefined)
      .map((kind) => `${quota[kind]} ${kind}`);
    return `left today: ${left.join(', ') || 'the CDN does not say'}`;
  });
}

async function ask(check: string, action: string, call: () => Promise<string>): Promise<Finding> {
  try {
    return right(check, await call());
  } catch (error) {
    if (!(error instanceof CdnError)) throw error;
    if (wasLetIn(error)) return right(check, `it answers (${error.code})`);
    const todo = isForbidden(error) ? allow(action) : adviceFor(error);
    return wrong(check, `${error.message} (${error.code})`, todo);
  }
}
