/**
 * What the scripts beside the poller have in common: ids from standard input, one a line; patience with a throttled call; and at
 * the end a line of JSON with what the run took. Plain JavaScript, because the process has nothing but Node.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const BATCH_SIZE = 10;
const PAUSE = 1_000;

/** Runs a script. `ask` gives the status of each of the ids; `loadMs` is how long its packages took to load. */
exports.run = async (loadMs, ask) => {
  const ids = readFileSync(0, 'utf8').trim().split('\n');
  const before = performance.now();
  const statuses = await ask(ids);
  const askingMs = performance.now() - before;
  const { user, system } = process.cpuUsage();
  const told = { tasks: statuses.size, askingMs, loadMs, cpuMs: (user + system) / 1_000, peakMb: peakMb() };
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit());
};

exports.inBatches = (ids) =>
  Array.from({ length: Math.ceil(ids.length / BATCH_SIZE) }, (_, i) => ids.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE));

/** A throttled call is made again after a second, as often as it takes. */
exports.patiently = async (call) => {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!String(error.code).startsWith('Throttling')) throw error;
      await sleep(PAUSE);
    }
  }
};

/** Not from resourceUsage: its maximum may be that of the process that started this one. */
function peakMb() {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}
