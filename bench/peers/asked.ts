/** One run of a peer over the tasks of a local cloud: a script in a process of its own, or the poller as its timer starts it. */
import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Cloud, CREDENTIALS } from '../../test/cloud/cloud';
import { tick } from '../tick';
import { usedBy } from './proc';

/** What a run took, as the peer itself or the kernel tells it. */
export interface Asked {
  /** Tasks whose status it knows in the end. */
  readonly tasks: number;
  /** Of the asking alone: from the first thing after loading to the last status. */
  readonly askingMs: number;
  /** Of the whole process. */
  readonly wallMs: number;
  readonly loadMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** @param name of a file in this folder */
export async function askedByScript(name: string, { cdn }: Cloud): Promise<Asked> {
  const began = performance.now();
  const child = spawn(process.execPath, [path.resolve(`bench/peers/${name}.cjs`)], {
    env: {
      CDN_ENDPOINT: cdn.url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: CREDENTIALS.accessKeySecret,
    },
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(performance.now() - began));
  });
  child.stdin.end(cdn.tasks.ids.join('\n'));
  const [said, complaint, wallMs] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (said === '') throw new Error(`${name} failed: ${complaint.slice(-1_000)}`);
  return { ...(JSON.parse(said) as Omit<Asked, 'wallMs'>), wallMs };
}

/** Its asking is all it does once it is loaded: it reads the list, and takes the lease and gives it back, too. */
export async function askedByPoller(cloud: Cloud): Promise<Asked> {
  const loadMs = await loadingMs('dist/poll.js');
  const began = performance.now();
  const { asked, failedCalls, milliseconds } = await tick(cloud);
  const wallMs = performance.now() - began;
  const pid = cloud.functions.pid(cloud.poll.name);
  if (pid === undefined) throw new Error('the poller is gone');
  if (failedCalls > cloud.cdn.throttled) throw new Error('the poller met a failure that was none of throttling');
  return { tasks: asked, askingMs: milliseconds, wallMs, loadMs, ...usedBy(pid) };
}

async function loadingMs(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.resolve('bench/peers/load.cjs'), file]);
  return Number(stdout);
}
