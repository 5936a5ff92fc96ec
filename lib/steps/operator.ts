/** The message for the person who runs the poller, when the CDN will not let it work. */
import type { RichTextBlock } from '@slack/types';
import type { Message, Payload } from '../ports';
import { footer, header } from './blocks';
import { clean, cut, escapeMrkdwn } from './text';
import { atTime } from './words';

/** The API's answer that only a person can do something about. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/**
 * One message for each fault: none while the fault is the one that was told.
 * @param told the code the operator was told of, as the lease remembers it
 * @param now ms since 1970
 */
export function operatorMessages(fault: Fault | undefined, told: string | undefined, now: number): Message[] {
  if (fault === undefined || fault.code === told) return [];
  const headline = `The CDN refuses the poller: ${cut(clean(fault.code), 80)}`;
  const advice = `${adviceOn(fault.code)} No task is lost: all of them are asked again on every tick.`;
  const said = cut(clean(fault.message), 1_000) || 'The CDN gave no message.';
  const text = { text: escapeMrkdwn(`${headline}. ${advice}`), unfurl_links: false, unfurl_media: false } as const;
  const body: RichTextBlock = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: said, style: { italic: true } },
          { type: 'text', text: `\n${advice}` },
        ],
      },
    ],
  };
  const payload: Payload = { ...text, blocks: [header(headline), body, footer(atTime(now))] };
  return [{ digest: 'operator', payload, plain: text, owed: [], overdue: [] }];
}

/** What to do about an error code that only a person can mend. */
export function adviceOn(code: string): string {
  if (/^InvalidTimeStamp/i.test(code)) return 'The clock of the machine is off by more than 15 minutes: set it right.';
  if (/^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|.*SecurityToken)/i.test(code)) {
    return 'The credentials are not valid: check the role that is set for the function.';
  }
  if (/^(Forbidden|NoPermission)/i.test(code)) {
    return 'Permission is missing: allow cdn:DescribeRefreshTaskById on all resources for the role of the function, as in ram/poll-policy.json.';
  }
  return 'Check in the console that CDN is activated for this account and that no bill is overdue.';
}
