/** What must hold of everything that is sent to Slack: it is taken, it can be read, it pings nobody, it leads where it says. */
import type { Payload } from '../../../lib/ports';
import { overLimits } from '../../../lib/steps/slack-limits';
import { type Link, links, pings } from '../../cloud/slack/mentions';
import { violations } from '../../cloud/slack/violations';
import { objectsIn } from '../../cloud/slack/walk';

/** Controls, letters nobody sees, halves of pairs. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/** What Slack would not take, and what nobody would see. */
export function unfit(payload: Payload): string[] {
  const shown = [...objectsIn(payload)].flatMap(({ text, url }) => [text, url]);
  return [
    ...overLimits(payload),
    ...violations(payload),
    ...shown.flatMap((text) =>
      typeof text === 'string' && HIDDEN.test(text) ? [`hidden: ${JSON.stringify(text.slice(0, 200))}`] : [],
    ),
  ];
}

/**
 * Pings nobody asked for, and links that lead elsewhere than they say.
 * @param ping the one that may be there
 * @param isHonest whether a link of a text of its own may lead there
 */
export function forged(payload: Payload, ping: string | undefined, isHonest: (link: Link) => boolean): string[] {
  return [
    ...pings(payload)
      .filter((found) => found !== ping)
      .map((found) => `pings ${found}`),
    ...links(payload)
      .filter((link) => !isHonest(link))
      .map(({ url, text }) => `${text} leads to ${url}`),
  ];
}
