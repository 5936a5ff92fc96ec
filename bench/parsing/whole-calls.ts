/** Whole calls that are answered with a large reply, in fresh processes: one alone, and as many as a sweep makes at once. */
import { cdnServer } from '../../test/cloud/cdn/server';
import { CREDENTIALS } from '../../test/cloud/cloud';
import { SMALL_MEMORY } from '../../test/cloud/functions/instance';
import type { Answer } from '../../test/cloud/serve';
import { median } from '../median';
import type { Bundled } from './bundled';
import { ENTRIES, IDS } from './large-reply';

const AT_ONCE = [1, 12];

interface Call {
  readonly entries: number;
  readonly milliseconds: number;
  readonly cpuMs: number;
  readonly beforeMb: number;
  readonly peakMb: number;
}

export type Calls = Call & { readonly atOnce: number };

/**
 * The server gives the same answer at once: to make it would take it longer than reading takes.
 * @param processes of each kind; the median counts
 */
export async function wholeCalls({ run }: Bundled, answer: Answer, processes: number): Promise<Calls[]> {
  const cdn = await cdnServer({ credentials: CREDENTIALS });
  cdn.faults.when(() => ({ kind: 'answer', answer }));
  try {
    const all: Calls[] = [];
    for (const atOnce of AT_ONCE) {
      const calls: Call[] = [];
      for (let i = 0; i < processes; i++) {
        const args = [cdn.url, IDS.join(','), String(atOnce)];
        calls.push((await run('whole-call', args, SMALL_MEMORY)) as Call);
      }
      if (calls.some(({ entries }) => entries !== atOnce * ENTRIES)) throw new Error('entries were lost');
      all.push({ atOnce, ...middle(calls) });
    }
    return all;
  } finally {
    await cdn.close();
  }
}

function middle(calls: readonly Call[]): Call {
  const of = (value: (call: Call) => number) => median(calls.map(value));
  return {
    entries: of(({ entries }) => entries),
    milliseconds: of(({ milliseconds }) => milliseconds),
    cpuMs: of(({ cpuMs }) => cpuMs),
    beforeMb: of(({ beforeMb }) => beforeMb),
    peakMb: of(({ peakMb }) => peakMb),
  };
}
