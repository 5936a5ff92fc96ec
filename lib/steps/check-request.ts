/** Reads the event of a submission: either a request in which everything is right, or the list of all that is wrong. */
import * as v from 'valibot';
import { AREAS, REFRESH_KINDS, type SubmissionRequest } from '../submission';
import { checkIds, checkUrls } from './check-lists';
import { cut } from './text';

/** A label goes into every message about its tasks. Characters. */
const LABEL_LENGTH = 200;
/** More would not fit the time of one invocation, nor a day's quota. */
const URLS = 10_000;
const IDS = 10_000;
/** Faults shown one by one; the others are a number. */
const FAULTS_SHOWN = 50;
/** Characters of a field's name. */
const PATH_SHOWN = 120;

export type Checked = { readonly request: SubmissionRequest } | { readonly faults: readonly string[] };

export function checkRequest(event: unknown): Checked {
  const result = v.safeParse(Event, event);
  if (!result.success) return { faults: shorten([...result.issues.map(describeIssue), ...faultsInLists(event)]) };
  const { refresh, preload, watch, label } = result.output;
  const faults: string[] = [];
  const refreshed = refresh && checkUrls('refresh', refresh.urls, refresh.type, faults);
  const preloaded = preload && checkUrls('preload', preload.urls, 'preload', faults);
  const ids = checkIds(watch ?? [], faults);
  if (!refreshed && !preloaded && !watch) faults.push('nothing to do: give refresh, preload or watch');
  if (faults.length > 0) return { faults: shorten(faults) };
  return {
    request: {
      ...(refresh &&
        refreshed && {
          refresh: { urls: refreshed, kind: refresh.type, force: refresh.force, ...labelled(refresh.label) },
        }),
      ...(preload &&
        preloaded && {
          preload: {
            urls: preloaded,
            l2: preload.l2,
            ...(preload.area && { area: preload.area }),
            ...(preload.headers && { headers: preload.headers }),
            ...labelled(preload.label),
          },
        }),
      watch: ids,
      ...labelled(label),
    },
  };
}

const label = v.exactOptional(
  v.pipe(
    v.string('must be text'),
    v.maxLength(LABEL_LENGTH, `is longer than ${LABEL_LENGTH} characters`),
    v.check((text) => !/\p{Cc}/u.test(text), 'must be one line, without control characters'),
  ),
);
const urls = v.pipe(
  v.array(v.unknown(), 'must be a list of URLs'),
  v.minLength(1, 'is empty'),
  v.maxLength(URLS, `holds more than ${URLS} URLs`),
);
const yesOrNo = v.optional(v.boolean('must be true or false'), false);

const Event = v.strictObject(
  {
    refresh: v.exactOptional(
      v.strictObject(
        {
          urls,
          type: v.optional(v.picklist(REFRESH_KINDS, `must be one of ${REFRESH_KINDS.join(', ')}`), 'file'),
          force: yesOrNo,
          label,
        },
        unknownOr('must be an object'),
      ),
    ),
    preload: v.exactOptional(
      v.strictObject(
        {
          urls,
          area: v.exactOptional(v.picklist(AREAS, `must be ${AREAS.join(' or ')}`)),
          l2: yesOrNo,
          headers: v.exactOptional(
            v.pipe(
              v.custom<object>(isObject, 'must be an object of header names and values'),
              v.check(hasNoReservedName, 'must not have a header named __proto__, constructor or prototype'),
              v.record(v.string(), v.string('must be text')),
            ),
          ),
          label,
        },
        unknownOr('must be an object'),
      ),
    ),
    watch: v.exactOptional(
      v.pipe(
        v.array(v.unknown(), 'must be a list of task ids'),
        v.minLength(1, 'is empty'),
        v.maxLength(IDS, `holds more than ${IDS} ids`),
      ),
    ),
    label,
  },
  unknownOr('the event must be a JSON object'),
);

/** Where something else is wrong, the lists are looked through all the same: every fault is to be named at once. */
function faultsInLists(event: unknown): string[] {
  const faults: string[] = [];
  const at = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
  const { refresh, preload, watch } = Object(event) as Record<string, unknown>;
  const kind = REFRESH_KINDS.find((known) => known === at(refresh, 'type')) ?? 'file';
  const refreshed = at(refresh, 'urls');
  const preloaded = at(preload, 'urls');
  if (Array.isArray(refreshed)) checkUrls('refresh', refreshed.slice(0, URLS), kind, faults);
  if (Array.isArray(preloaded)) checkUrls('preload', preloaded.slice(0, URLS), 'preload', faults);
  if (Array.isArray(watch)) checkIds(watch.slice(0, IDS), faults);
  return faults;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The validator leaves these names out without a word: it would submit something else than was asked for. */
function hasNoReservedName(headers: object): boolean {
  return !['__proto__', 'constructor', 'prototype'].some((name) => Object.hasOwn(headers, name));
}

function unknownOr(otherwise: string) {
  return (issue: v.StrictObjectIssue) =>
    issue.expected === 'never'
      ? 'is not a field of a submission'
      : issue.received === 'undefined'
        ? 'is missing'
        : otherwise;
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${cut(path, PATH_SHOWN)} ${issue.message}`;
}

function labelled(text: string | undefined): { label?: string } {
  return text?.trim() ? { label: text.trim() } : {};
}

function shorten(faults: readonly string[]): string[] {
  const shown = faults.slice(0, FAULTS_SHOWN);
  return faults.length > FAULTS_SHOWN ? [...shown, `and ${faults.length - FAULTS_SHOWN} more faults`] : [...shown];
}
