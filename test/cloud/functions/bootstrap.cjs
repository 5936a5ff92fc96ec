/**
 * Runs inside the child process that stands for one instance of a function: loads the bundle as the platform does, and calls
 * its handler for each event its parent sends. Plain JavaScript, because the child has nothing but Node.
 */
'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');

const RealDate = Date;
let shiftMs = 0;
let handler;

/** The wall clock of the local cloud: the machine's, moved by as much as the parent says. */
class ShiftedDate extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + shiftMs);
    else super(...values);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
}
globalThis.Date = ShiftedDate;

/** The platform takes over standard output and collects it line by line. */
let line = '';
process.stdout.write = (chunk, encoding, callback) => {
  line += chunk.toString();
  const lines = line.split('\n');
  line = lines.pop();
  for (const text of lines) process.send({ kind: 'log', text });
  const done = typeof encoding === 'function' ? encoding : callback;
  if (done) process.nextTick(done);
  return true;
};

process.on('message', async (message) => {
  shiftMs = message.shiftMs;
  const before = process.cpuUsage();
  try {
    handler ??= load(message.handler);
    const result = await handler(Buffer.from(message.event, 'base64'), message.context);
    process.send({ kind: 'result', usage: usageSince(before), body: toBody(result).toString('base64') });
  } catch (error) {
    process.send({
      kind: 'error',
      usage: usageSince(before),
      errorMessage: String(error?.message ?? error),
      errorType: String(error?.name ?? 'Error'),
      stackTrace: String(error?.stack ?? '').split('\n'),
    });
  }
});

/** "poll.handler" is the export `handler` of poll.js. */
function load(name) {
  const [file, exported] = name.split('.');
  const found = require(path.join(process.cwd(), `${file}.js`))[exported];
  if (typeof found !== 'function') throw new Error(`${name} is not a function`);
  return found;
}

/** What the handler used, loading it included; the memory is the most in the whole life of this process. */
function usageSince(before) {
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1_000, peakMb: peakKb() / 1_024 };
}

/** On Linux maxRSS also counts what a child is before it becomes a program of its own: a copy of its parent, with its buffers. */
function peakKb() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

function toBody(result) {
  if (Buffer.isBuffer(result)) return result;
  if (typeof result === 'object' && result !== null) return Buffer.from(JSON.stringify(result));
  return Buffer.from(String(result ?? ''));
}
