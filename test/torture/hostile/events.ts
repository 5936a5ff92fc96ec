/** Hostile events, read as both functions read them: refused with what is wrong, or a request in which nothing is. */
import { asksForCheck, readEvent } from '../../../lib/steps/check-event';
import { checkRequest } from '../../../lib/steps/check-request';
import type { SubmissionRequest } from '../../../lib/submission';
import { events, type HostileEvent } from './event-texts';
import { type Found, search, type Wrong } from './search';

/** An event is looked through in less. Ms of the processor. */
const LONGEST = 1_500;
/** Fifty, and how many more there are. */
const MOST_FAULTS = 51;

export function hostileEvents(seed: number, numRuns: number): Promise<Found> {
  return search('events', events, judge, { seed, numRuns });
}

function judge(example: HostileEvent): Wrong {
  const before = process.cpuUsage();
  const event = readEvent(String(Buffer.from(example.bytes as Uint8Array)));
  const check = asksForCheck(event);
  const checked = checkRequest(event);
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1_000;
  return {
    lost: 0,
    breaches: [
      ...(took > LONGEST ? [`the event is looked through for ${Math.round(took / 100) / 10} s`] : []),
      ...(check === (JSON.stringify(event) === '{"check":true}') ? [] : ['taken for a check, or not taken for one']),
      ...('faults' in checked ? wrongFaults(checked.faults, example.spoilt) : wrongRequest(checked.request, event)),
    ],
  };
}

/** A fault names the field, and cuts what is too long for a name. Letters. */
const NAME_SHOWN = 50;

function wrongFaults(faults: readonly string[], spoilt: string | undefined): string[] {
  const name = spoilt && Array.from(spoilt).slice(0, NAME_SHOWN).join('').toWellFormed();
  return [
    ...(faults.length > 0 && faults.length <= MOST_FAULTS ? [] : [`${faults.length} faults`]),
    ...(faults.every((fault) => fault.trim() !== '') ? [] : ['a fault says nothing']),
    ...(name === undefined || faults.some((fault) => fault.toWellFormed().startsWith(name))
      ? []
      : [`no fault names ${name}`]),
  ];
}

/** What is let through is what the CDN and the list can take, and what was asked for. */
function wrongRequest({ refresh, preload, watch, label }: SubmissionRequest, event: unknown): string[] {
  const headers = Reflect.get(Object(Reflect.get(Object(event), 'preload')), 'headers');
  const urls = [...(refresh?.urls ?? []), ...(preload?.urls ?? [])];
  const labels = [label, refresh?.label, preload?.label].filter((one) => one !== undefined);
  const letThrough = [
    ...urls.filter((url) => !/^https?:\/\/[\x21-\x7e]+$/i.test(url) || !URL.canParse(url)),
    ...watch.filter((id) => !/^[\w.:-]{1,100}$/.test(id)),
    ...labels.filter((text) => text.length > 200 || /\p{Cc}/u.test(text)),
  ];
  return [
    ...letThrough.map((text) => `let through: ${JSON.stringify(text.slice(0, 100))}`),
    ...(JSON.stringify(headers) === JSON.stringify(preload?.headers) ? [] : ['the headers are not as they were given']),
  ];
}
