/** What reading a large reply costs, step by step and as a whole call. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundled } from './parsing/bundled';
import { ENTRIES, IDS, largeReply } from './parsing/large-reply';
import { STEPS, type StepId } from './parsing/steps';
import { stepsTaken, type Taken } from './parsing/steps-taken';
import { type Calls, wholeCalls } from './parsing/whole-calls';
import type { Measured } from './part';
import { grouped, table } from './table';

/** Of each kind; the median counts. */
const PROCESSES = 5;

export async function parsing(): Promise<Measured> {
  const processes = await bundled(['time-step', 'whole-call']);
  try {
    const reply = largeReply();
    const file = path.join(processes.folder, 'reply.json');
    await writeFile(file, reply.body);
    const bytes = Buffer.byteLength(reply.body);
    const steps = await stepsTaken(processes, file, PROCESSES);
    const calls = await wholeCalls(processes, reply, PROCESSES);
    return {
      figures: { entries: ENTRIES, bytes, processes: PROCESSES, steps, calls },
      lines: [...showSteps(bytes, steps), '', ...showCalls(calls)],
    };
  } finally {
    await processes.close();
  }
}

function showSteps(bytes: number, steps: readonly Taken[]): string[] {
  const warm = (id: StepId) => steps.find(({ step }) => step === id)?.warmMs ?? Number.NaN;
  return [
    `A reply of ${IDS.length} tasks with ${grouped(ENTRIES)} URLs, ${(bytes / 2 ** 20).toFixed(1)} MiB; ms of CPU, medians of ${PROCESSES} fresh processes:`,
    '',
    ...table(
      ['', 'the first time', 'warm'],
      steps.map(({ step, coldMs, warmMs }) => [STEPS[step].name, coldMs.toFixed(0), warmMs.toFixed(0)]),
      1,
    ),
    '',
    `With json-bigint, warm, it would take ${(warm('allBig') / warm('all')).toFixed(1)} times as long.`,
  ];
}

function showCalls(calls: readonly Calls[]): string[] {
  return [
    'Whole calls through lib/edges/cdn-client.ts in fresh processes, their replies read and summed up:',
    '',
    ...table(
      ['calls at once', 'ms', 'ms of CPU', 'peak memory before, MB', 'peak memory, MB'],
      calls.map(({ atOnce, milliseconds, cpuMs, beforeMb, peakMb }) => [
        atOnce,
        milliseconds.toFixed(0),
        cpuMs.toFixed(0),
        beforeMb.toFixed(0),
        peakMb.toFixed(0),
      ]),
    ),
  ];
}
