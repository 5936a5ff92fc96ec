/** The messages for the person who runs the poller: something keeps it from working, and it works again. */
import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { Message, Payload } from '../ports';
import { footer, header } from './blocks';
import { clean, cut, escapeMrkdwn } from './text';
import { atTime } from './words';

/** Something that keeps the poller from working, and that only a person can do something about. */
export interface Fault {
  /** The service: "The CDN". */
  readonly who: string;
  readonly code: string;
  readonly message: string;
  /** What a person can do about it. */
  readonly advice: string;
}

/** A fault that lasts is told again after this. Ms. */
const AGAIN = 86_400_000;

/** After a message nothing is told for so long: what comes and goes must not make a message a minute. Ms. */
const PAUSE = 600_000;

/** What the operator was told of last, and when (ms since 1970). */
export interface Told {
  readonly fault?: string | undefined;
  readonly faultTold?: number | undefined;
}

/**
 * One message for a fault, the same at most daily, and one when it is over; none within ten minutes of another.
 * @param fault what keeps the poller from working, if anything
 * @param works whether it is certain that nothing keeps it from working
 * @param now ms since 1970
 */
export function operatorMessages(
  fault: Fault | undefined,
  works: boolean,
  told: Told,
  now: number,
  place?: string,
): Message[] {
  const foot = ['operator', place, atTime(now)].filter(Boolean).join(' · ');
  const passed = told.faultTold === undefined ? undefined : now - told.faultTold;
  // A time that is still to come was written by a clock that is wrong.
  const within = (limit: number) => passed !== undefined && passed >= 0 && passed < limit;
  if (within(PAUSE)) return [];
  if (fault === undefined) {
    if (!works || told.fault === undefined) return [];
    const last = told.faultTold === undefined ? '' : `, last told at ${atTime(told.faultTold)}`;
    return [message('The poller works again', `This fault is over: ${cut(clean(told.fault), 80)}${last}.`, '', foot)];
  }
  if (fault.code === told.fault && within(AGAIN)) return [];
  const refuses = fault.code === told.fault ? 'still refuses' : 'refuses';
  const headline = `${fault.who} ${refuses} the poller: ${cut(clean(fault.code), 80)}`;
  const words = cut(clean(fault.message), 1_000);
  const said = words ? `${fault.who} says: ${words}` : `${fault.who} gave no message.`;
  return [message(headline, `${fault.advice} No task is lost: the poller tries again on every tick.`, said, foot)];
}

/** What the next sweep must know of it: the same as before, unless somebody has heard of it now. */
export function toldOf(fault: Fault | undefined, told: Told, heard: boolean, now: number): Told {
  if (!heard) return { fault: told.fault, faultTold: told.faultTold };
  return { fault: fault?.code, faultTold: now };
}

function message(headline: string, advice: string, said: string, foot: string): Message {
  const text = { text: escapeMrkdwn(`${headline}. ${advice}`), unfurl_links: false, unfurl_media: false } as const;
  const elements: RichTextSection['elements'] = [
    { type: 'text', text: advice },
    ...(said ? [{ type: 'text' as const, text: `\n${said}`, style: { italic: true } }] : []),
  ];
  const body: RichTextBlock = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
  const payload: Payload = { ...text, blocks: [header(headline), body, footer(foot)] };
  return { digest: 'operator', to: 'channel', payload, plain: text, owed: [], overdue: [] };
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
