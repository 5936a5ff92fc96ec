/** What a running process has used until now, as the kernel counts it. */
import { readFileSync } from 'node:fs';

/** Of a second, which is how /proc counts a process's time on Linux. */
const TICK_MS = 10;

export interface Used {
  /** User and system. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

export function usedBy(pid: number): Used {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: the 14th and the 15th field of all.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return {
    cpuMs: (Number(user) + Number(system)) * TICK_MS,
    peakMb: Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024,
  };
}
