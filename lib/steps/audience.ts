/** Who is to hear of a task: the channel, and perhaps a second one for failures. */
import type { Audience, Owed } from '../task';

export interface Routes {
  /** `failures`: the channel hears of no success. */
  readonly notify: 'all' | 'failures';
  /** What a second webhook is for: nothing, failures as well, or failures instead of the channel. */
  readonly failures: 'none' | 'also' | 'only';
}

/** All who are to hear of it; nobody of a success when only failures are asked for. */
export function audiencesOf({ ending }: Owed, { notify, failures }: Routes): Audience[] {
  if (ending.outcome === 'complete') return notify === 'all' ? ['channel'] : [];
  if (failures === 'only') return ['failures'];
  return failures === 'also' ? ['failures', 'channel'] : ['channel'];
}

/** Who has yet to hear of it. */
export function untold(task: Owed, routes: Routes): Audience[] {
  return audiencesOf(task, routes).filter((audience) => !task.told?.includes(audience));
}

/**
 * Whether a sweep can deal with a settled task: somebody who has yet to hear of it may be spoken to, or nobody is to hear of it.
 * @param speakable who may be spoken to in this sweep
 */
export function tellable(task: Owed, routes: Routes, speakable: readonly Audience[]): boolean {
  const missing = untold(task, routes);
  return missing.length === 0 || missing.some((audience) => speakable.includes(audience));
}

/** The setting that holds the webhook of each. */
export const WEBHOOKS: Readonly<Record<Audience, string>> = {
  channel: 'SLACK_WEBHOOK_URL',
  failures: 'SLACK_FAILURES_WEBHOOK_URL',
};
