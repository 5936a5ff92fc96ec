/** Times of rows in text. A column may hold any number, also one that is no time. */
import { atTime } from '../lib/steps/words';

/** The furthest a Date can be from 1970. Ms. */
const FURTHEST = 8.64e15;

/** "2026-11-23 14:52 UTC"; empty when there is none. */
export function inUtc(ms: number | undefined): string {
  return ms === undefined || ms > FURTHEST ? '' : atTime(ms);
}

export function iso(ms: number | undefined): string | undefined {
  return ms === undefined || ms > FURTHEST ? undefined : new Date(ms).toISOString();
}
