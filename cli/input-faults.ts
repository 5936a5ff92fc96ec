/** What is wrong with an input, for whoever wrote it. */
import type { Line } from './input';

/** Faults shown one by one; the others are a number. */
const FAULTS_SHOWN = 50;

/** The function takes any id, for what the CDN may make in the future; a slip of the hand is caught here. */
export function idFault({ text, from }: Line): string[] {
  return /^[A-Za-z0-9_.:-]{1,100}$/.test(text) && !/^\d+$/.test(text)
    ? [`${from}: ${text} is not a task id: the CDN's ids are digits only, such as 15704222904`]
    : [];
}

/** The check speaks of the fields of an event; people speak of lines and options. */
export function explain(fault: string, lines: readonly Line[]): string {
  return fault
    .replace(/^(?:refresh\.urls|preload\.urls|watch)\[(\d+)\]/, (_, i) => `${lines[Number(i)]?.from}:`)
    .replace(
      /^(?:refresh\.urls|preload\.urls|watch) holds more than (\d+) (\w+)/,
      (_, most, noun) =>
        `${lines.length} different ${noun} were given, and ${most} are the most for one day: split them`,
    )
    .replace(
      /^(?:(?:refresh|preload)\.)?(label|type|area|l2|force|headers)\b/,
      (_, name) => `--${name.replace(/s$/, '')}`,
    );
}

/** The check of the whole request may have shortened its own faults already. */
export function shorten(faults: readonly string[]): string[] {
  const more = faults.map((fault) => Number(/^and (\d+) more faults$/.exec(fault)?.[1] ?? 0));
  const named = faults.filter((_, i) => more[i] === 0);
  const left = more.reduce((sum, one) => sum + one, 0) + Math.max(0, named.length - FAULTS_SHOWN);
  return [...named.slice(0, FAULTS_SHOWN), ...(left > 0 ? [`and ${left} more faults`] : [])];
}
