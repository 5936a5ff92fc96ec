/**
 * Runs in a fresh process: loads a function, invokes it once, and prints how that went. Without a function it prints at once:
 * what Node itself takes. Plain JavaScript, because the process has nothing but Node.
 *
 *   node once.cjs [FILE CONTEXT]
 */
'use strict';

async function main([file, context]) {
  const before = performance.now();
  const loaded = file && require(file);
  // What can only be imported is not there when require returns.
  await loaded?.ready;
  const loadMs = performance.now() - before;
  const answer = await loaded?.handler(Buffer.from('{}'), JSON.parse(context));
  const peakMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ once: { loadMs, peakMb, answer } })}\n`, () => process.exit());
}

main(process.argv.slice(2));
