/** Looks through the URLs and ids of a submission, one by one. */
import type { Kind } from '../submission';
import { checkUrl } from './check-url';
import { cut } from './text';

/** The URLs as the API wants them, each once; what is wrong with the others is added to `faults`. */
export function checkUrls(where: string, given: readonly unknown[], kind: Kind, faults: string[]): string[] {
  const found = new Set<string>();
  for (const [i, text] of given.entries()) {
    const checked = checkUrl(text, kind);
    if ('url' in checked) found.add(checked.url);
    else
      faults.push(
        `${where}.urls[${i}] ${checked.fault}${typeof text === 'string' && text !== '' ? `: ${cut(text, 120)}` : ''}`,
      );
  }
  return [...found];
}

/**
 * The ids, each once; what is wrong with the others is added to `faults`.
 * An answer of the API may hold several ids with commas between them, so that is what people paste.
 */
export function checkIds(given: readonly unknown[], faults: string[]): string[] {
  const found = new Set<string>();
  for (const [i, text] of given.entries()) {
    const ids = typeof text === 'string' ? text.split(',').map((id) => id.trim()) : [];
    if (ids.length === 0 || ids.some((id) => id === ''))
      faults.push(`watch[${i}] is not a task id, nor several with commas between them`);
    else if (ids.some((id) => !/^[A-Za-z0-9_.:-]{1,100}$/.test(id))) {
      faults.push(`watch[${i}] has letters no task id has: ${cut(String(text), 120)}`);
    } else for (const id of ids) found.add(id);
  }
  return [...found];
}
