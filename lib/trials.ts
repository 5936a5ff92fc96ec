/** What each function tries when it checks itself: all that its role needs, as far as that does nothing. */
import type { Trial } from './check';
import { loggable } from './log';
import type { Cdn, Channel } from './ports';
import { probeWebhook } from './probe-webhook';
import type { FunctionName } from './steps/advice';
import { judgeAction, judgeWebhook } from './steps/judge-check';
import type { CdnSubmit } from './submit-ports';
import { AUDIENCES, type Audience } from './task';

/** Tries what may be done with the list, and changes nothing. All methods throw {TablestoreError} when it may not. */
export interface RowTrials {
  getRange(): Promise<void>;
  batchGetRow(): Promise<void>;
  batchWriteRow(): Promise<void>;
}

/** Ms for one call to the CDN or to Slack. */
const CALL_TIMEOUT = 8_000;
/** No task has this id. */
export const NO_TASK = '1';

export function pollTrials({
  rows,
  cdn,
  channels,
}: {
  readonly rows: RowTrials;
  readonly cdn: Cdn;
  readonly channels: Readonly<Partial<Record<Audience, Channel>>>;
}): Trial[] {
  return [
    action('ots:GetRange', 'poll', () => rows.getRange()),
    action('ots:BatchGetRow', 'poll', () => rows.batchGetRow()),
    action('ots:BatchWriteRow', 'poll', () => rows.batchWriteRow()),
    action('cdn:DescribeRefreshTaskById', 'poll', () => cdn.describe([NO_TASK], CALL_TIMEOUT)),
    ...AUDIENCES.flatMap((audience): Trial[] => {
      const channel = channels[audience];
      return channel ? [async () => judgeWebhook(await probeWebhook(channel, CALL_TIMEOUT), audience)] : [];
    }),
  ];
}

export function submitTrials({ rows, cdn }: { readonly rows: RowTrials; readonly cdn: CdnSubmit }): Trial[] {
  return [
    action('ots:BatchGetRow', 'submit', () => rows.batchGetRow()),
    action('ots:BatchWriteRow', 'submit', () => rows.batchWriteRow()),
    action('cdn:DescribeRefreshQuota', 'submit', () => cdn.quota(CALL_TIMEOUT)),
  ];
}

/** To try these would purge or prefetch something. */
export const UNTRIED_BY_SUBMIT = ['cdn:RefreshObjectCaches', 'cdn:PushObjectCache'];

function action(name: string, by: FunctionName, call: () => Promise<unknown>): Trial {
  return (log) =>
    call().then(
      () => judgeAction(name, undefined, by),
      (error: unknown) => {
        const check = judgeAction(name, error ?? new Error('nothing'), by);
        if (!check.ok)
          log.error({ ...loggable(error), check: name, advice: check.advice }, 'not allowed, or not possible');
        return check;
      },
    );
}
