/** Tells of what is printed in this process: through the console, or to standard output and standard error. */
import { noteOutput } from './notes';

const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
const STREAMS = ['stdout', 'stderr'] as const;

/** @returns to be called to put everything back */
export function notePrinted(): () => void {
  const restores = [...METHODS.map(noteMethod), ...STREAMS.map(noteStream)];
  return () => {
    for (const restore of restores) restore();
  };
}

function noteMethod(name: (typeof METHODS)[number]): () => void {
  const real = console[name];
  console[name] = (...values: unknown[]) => {
    noteOutput('the console', values);
    real.apply(console, values);
  };
  return () => {
    console[name] = real;
  };
}

function noteStream(name: (typeof STREAMS)[number]): () => void {
  const stream = process[name];
  const real = stream.write;
  stream.write = (...values: unknown[]) => {
    noteOutput(`process.${name}`, values[0]);
    return Reflect.apply(real, stream, values);
  };
  return () => {
    stream.write = real;
  };
}
