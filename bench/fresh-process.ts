/** One invocation in a fresh process, as a cold start has it, with the environment and the context the platform would give. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Cloud, REGION } from '../test/cloud/cloud';

export interface Start {
  /** Ms from starting the process to its answer. */
  readonly wallMs: number;
  /** Ms of them for loading the function. */
  readonly loadMs: number;
  /** MB of memory at the most. */
  readonly peakMb: number;
}

/** @param file the function to load; absent: Node alone */
export function startFresh({ poll, roleCredentials }: Cloud, file?: string): Promise<Start> {
  const { name, handler, memorySize: memory, timeout } = poll;
  const context = {
    requestId: '00000000-0000-4000-8000-000000000000',
    credentials: roleCredentials,
    function: { name, handler, memory, timeout },
    region: REGION,
  };
  const args = [path.resolve('bench/once.cjs'), ...(file ? [path.resolve(file), JSON.stringify(context)] : [])];
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...poll.environmentVariables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    let answered: Start | undefined;
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const wallMs = performance.now() - began;
      const line = /^{"once":.*(?=\n)/m.exec(said)?.[0];
      if (line === undefined || answered) return;
      const { loadMs, peakMb, answer } = JSON.parse(line).once;
      if (!file || answer?.pending === 0) answered = { wallMs, loadMs, peakMb };
    });
    child.once('error', reject);
    // Not before the process is gone: the next one must have the machine to itself.
    child.once('close', () => {
      if (answered) resolve(answered);
      else reject(new Error(`${file ?? 'Node'} did not answer an idle tick: ${said} ${complaint.slice(-1_000)}`));
    });
  });
}
