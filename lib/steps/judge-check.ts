/** What a self-check finds, from what came of trying. */
import { CdnError, TablestoreError } from '../errors';
import type { Audience } from '../task';
import { adviceFor, type FunctionName, policyOf } from './advice';
import { WEBHOOKS } from './audience';
import { adviceOn } from './operator';

export interface Check {
  /** The action that was tried, such as `ots:GetRange`, or `webhook`. */
  readonly check: string;
  readonly ok: boolean;
  /** The service's code, where something is wrong. */
  readonly code?: string;
  /** What is wrong, in words. */
  readonly found?: string;
  readonly advice?: string;
}

/** What became of a message without text: Slack never posts one, and says why not. */
export interface Probed {
  readonly state: 'alive' | 'refused' | 'unclear';
  /** Slack's word, or one for what came instead of it. */
  readonly code: string;
}

/** @param thrown undefined when the action was let through */
export function judgeAction(action: string, thrown: unknown, name: FunctionName): Check {
  if (thrown === undefined) return { check: action, ok: true };
  if (!(thrown instanceof CdnError) && !(thrown instanceof TablestoreError)) {
    return wrong(action, 'Unexpected', `${action} could not be tried`, 'see the log of the function');
  }
  const { code, message } = thrown;
  if (isForbidden(thrown)) return wrong(action, code, `its role lacks ${action}`, `allow it as in ${policyOf(name)}`);
  if (thrown instanceof TablestoreError) {
    const said = message.replace(`${thrown.operation}: `, '');
    return wrong(action, code, `Tablestore: ${said} (${code})`, adviceFor(thrown, name));
  }
  if (wasLetIn(thrown)) return { check: action, ok: true };
  const advice = thrown.kind === 'not-allowed' ? adviceOn(code) : 'check CDN_ENDPOINT, and try again';
  return wrong(action, code, `CDN: ${message} (${code})`, advice);
}

export function judgeWebhook({ state, code }: Probed, audience: Audience): Check {
  const setting = WEBHOOKS[audience];
  const check = audience === 'channel' ? 'webhook' : 'webhook for failures';
  switch (state) {
    case 'alive':
      return { check, ok: true };
    case 'refused':
      return wrong(
        check,
        code,
        `Slack refuses its ${check} (${code})`,
        `make a new incoming webhook on the page of your Slack app, set ${setting} of the function to it, and deploy`,
      );
    case 'unclear':
      return wrong(check, code, `no clear answer from its ${check} (${code})`, `check its ${setting}`);
    default:
      return state satisfies never;
  }
}

/** The call was answered, and not because of who made it. */
export function wasLetIn({ kind }: CdnError): boolean {
  return kind === 'throttled' || kind === 'bad-id';
}

export function isForbidden(error: CdnError | TablestoreError): boolean {
  return error.code === 'OTSNoPermissionAccess' || /^(Forbidden|NoPermission)/.test(error.code);
}

function wrong(check: string, code: string, found: string, advice: string | undefined): Check {
  return { check, ok: false, code, found, ...(advice !== undefined && { advice }) };
}
