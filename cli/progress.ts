/** How far a wait has come: a bar on a terminal, elsewhere a line whenever something has changed. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  start(total: number): void;
  update(settled: number, failed: number): void;
  stop(): void;
}

/** @param stream where it is shown, such as standard error; the result stays apart from it */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({
    stream,
    format: '{bar} {value} of {total} settled, {failed} failed · {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    // What is changed of the terminal stays changed when the wait is interrupted: so the cursor stays, and lines wrap.
    hideCursor: false,
    linewrap: true,
  });
  return {
    start: (total) => shown.start(total, 0, { failed: 0 }),
    update: (settled, failed) => shown.update(settled, { failed }),
    stop: () => shown.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let total = 0;
  let last = '0 0';
  return {
    start(of) {
      total = of;
      stream.write(`waiting for ${total} task${total === 1 ? '' : 's'} …\n`);
    },
    update(settled, failed) {
      if (last === `${settled} ${failed}`) return;
      last = `${settled} ${failed}`;
      stream.write(`${settled} of ${total} settled, ${failed} failed\n`);
    },
    stop() {},
  };
}
