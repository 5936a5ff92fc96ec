/**
 * Runs in a fresh process: loads a function, invokes it once, and prints how that went. Without a function it prints at once:
 * what Node itself takes. Plain JavaScript, because the process has nothing but Node.
 *
 *   node once.cjs [FILE CONTEXT]
 */
'use strict';
const { readFileSync } = require('node:fs');

async function main([file, context]) {
  const before = performance.now();
  const loaded = file && require(file);
  // What can only be imported is not there when require returns.
  await loaded?.ready;
  const loadMs = performance.now() - before;
  const answer = await loaded?.handler(Buffer.from('{}'), JSON.parse(context));
  // Not maxRSS, which may be that of the process this one was forked from.
  const peakMb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
  process.stdout.write(`${JSON.stringify({ once: { loadMs, peakMb, answer } })}\n`, () => process.exit());
}

main(process.argv.slice(2));
