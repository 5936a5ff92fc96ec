/**
 * Runs in a fresh process: takes one step again and again, and prints the ms of CPU of each time, the first of them cold.
 *
 *   node time-step.cjs STEP FILE TIMES
 */
import { readFileSync } from 'node:fs';
import { STEPS, type StepId } from './steps';

function main([step, file = '', times]: readonly string[]): void {
  const take = STEPS[step as StepId].prepare(readFileSync(file));
  const spent = Array.from({ length: Number(times) }, () => {
    const before = process.cpuUsage();
    take();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  process.stdout.write(JSON.stringify(spent));
}

main(process.argv.slice(2));
