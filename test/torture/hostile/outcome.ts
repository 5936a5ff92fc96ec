/** What must be true when the sweeps are over: the healthy neighbours are told and recorded, and nothing has vanished. */
import type { Payload } from '../../../lib/ports';
import { type Mention, mentionText } from '../../../lib/steps/mention';
import { AUDIENCES, type Audience } from '../../../lib/task';
import { asPlainText } from '../../cloud/slack/render';
import { forged, unfit } from './payloads';
import type { Wrong } from './search';

/** A task that is as it should be, beside hostile ones. */
export interface Neighbour {
  readonly id: string;
  readonly outcome: 'complete' | 'failed';
  readonly submission?: string;
}

/** A hostile id may look like this one's, so a message may seem to name it twice. */
export const IMITATED = '100000009';

export interface Routes {
  readonly failures: 'none' | 'also' | 'only';
  readonly mention: Mention | undefined;
}

/** What is to be seen from outside. */
export interface After {
  readonly pending: ReadonlySet<string>;
  /** The digest of the message, by id. */
  readonly done: ReadonlyMap<string, string>;
  /** The reason, by id. */
  readonly dead: ReadonlyMap<string, string>;
  /** Every payload that was sent, taken or not. */
  readonly sent: Readonly<Record<Audience, readonly Payload[]>>;
  /** Those that were taken. */
  readonly accepted: Readonly<Record<Audience, readonly Payload[]>>;
}

export function judgeOutcome(
  { pending, done, dead, sent, accepted }: After,
  neighbours: readonly Neighbour[],
  hostile: readonly string[],
  { failures, mention }: Routes,
): Wrong {
  const messages = mapAudiences((to) => accepted[to].map(asPlainText));
  const lost = neighbours.flatMap(({ id, outcome }) => {
    const digest = done.get(id);
    if (digest === undefined) return [`the neighbour ${id} is not recorded as done`];
    if (pending.has(id) || dead.has(id)) return [`the neighbour ${id} is done, and somewhere else too`];
    const deaf = hearers(outcome, failures).find((to) => !messages[to].some((text) => names(text, id) || counts(text)));
    if (deaf) return [`the neighbour ${id} is not told to the ${deaf}`];
    const all = Object.values(messages).flat();
    return all.some((text) => text.includes(`digest ${digest}`)) ? [] : [`no message has the digest of ${id}`];
  });
  const repeated = neighbours.filter(
    ({ id }) => id !== IMITATED && AUDIENCES.some((to) => messages[to].filter((text) => names(text, id)).length > 1),
  );
  const gone = hostile.filter((id) => !pending.has(id) && !done.has(id) && !dead.has(id));
  const ping = mention && mentionText(mention);
  return {
    lost: lost.length,
    breaches: [
      ...lost,
      ...repeated.map(({ id }) => `the neighbour ${id} is told twice`),
      ...gone.map((id) => `the hostile task ${JSON.stringify(id.slice(0, 60))} has vanished`),
      ...[...dead].flatMap(([id, reason]) => (reason === '' ? [`${id} is dead for no reason`] : [])),
      ...AUDIENCES.flatMap((to) => sent[to].flatMap((one) => [...unfit(one), ...forged(one, ping, isPlain)])),
    ],
  };
}

export function mapAudiences<T>(of: (to: Audience) => T): Record<Audience, T> {
  return { channel: of('channel'), failures: of('failures') };
}

function hearers(outcome: Neighbour['outcome'], failures: Routes['failures']): Audience[] {
  if (outcome === 'complete' || failures === 'none') return ['channel'];
  return failures === 'only' ? ['failures'] : ['channel', 'failures'];
}

function names(text: string, id: string): boolean {
  return new RegExp(`(?:^|\\s)task ${id}(?: · |$)`, 'm').test(text);
}

/** There was no room for the names of all. */
function counts(text: string): boolean {
  return /^\s*• and [\d,]+ more(?: that need a look)?/m.test(text);
}

/** No page is set: a link has no text of its own. */
function isPlain({ url, text }: { readonly url: string; readonly text: string }): boolean {
  return url === text;
}
