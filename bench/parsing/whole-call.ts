/**
 * Runs in a fresh process: makes calls to the CDN, all at once, reads their replies to the end as a sweep does, and prints what
 * that took.
 *
 *   node whole-call.cjs ENDPOINT IDS CALLS
 */
import { readFileSync } from 'node:fs';
import { createCdnClient } from '../../lib/edges/cdn-client';
import { readEntries } from '../../lib/edges/cdn-entries';
import { sumUp } from '../../lib/steps/report';

const TIMEOUT = 10_000;
const CREDENTIALS = { accessKeyId: 'LTAI5tLocalCloudKeyId001', accessKeySecret: 'LocalCloudSecret0123456789abcd' };

async function main([endpoint = '', ids = '', calls]: readonly string[]): Promise<void> {
  const client = createCdnClient({ endpoint, credentials: () => CREDENTIALS });
  const beforeMb = peakMb();
  const began = performance.now();
  const used = process.cpuUsage();
  const reports = await Promise.all(
    Array.from({ length: Number(calls) }, async () =>
      sumUp(readEntries(await client.call('DescribeRefreshTaskById', { TaskId: ids }, TIMEOUT))),
    ),
  );
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(used);
  const entries = reports.flatMap((tasks) => [...tasks.values()]).reduce((sum, { total }) => sum + total, 0);
  const took = { entries, milliseconds, cpuMs: (user + system) / 1_000, beforeMb, peakMb: peakMb() };
  process.stdout.write(JSON.stringify(took), () => process.exit());
}

/** Not from resourceUsage: its maximum may be that of the process that started this one. */
function peakMb(): number {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}

main(process.argv.slice(2));
