/** The progress of a wait, on a terminal and elsewhere. */
import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import { createProgress } from '../../cli/progress';

function stream(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const sink = new PassThrough();
  const shown = Object.assign(sink, {
    isTTY,
    columns: 100,
    // What a terminal's stream has beside write.
    cursorTo: WriteStream.prototype.cursorTo,
    clearLine: WriteStream.prototype.clearLine,
  });
  return { stream: shown as unknown as NodeJS.WriteStream, text: () => String(sink.read() ?? '') };
}

it('is a bar on a terminal', () => {
  const { stream: terminal, text } = stream(true);
  const progress = createProgress(terminal);
  progress.start(4);
  progress.update(1, 1);
  progress.stop();
  const shown = text();
  expect(shown).toContain('█');
  expect(shown).toContain('1 of 4 settled, 1 failed');
});

it('is a line for every change elsewhere', () => {
  const { stream: file, text } = stream(false);
  const progress = createProgress(file);
  progress.start(4);
  for (const [settled, failed] of [
    [0, 0],
    [1, 0],
    [1, 0],
    [4, 2],
  ] as const) {
    progress.update(settled, failed);
  }
  progress.stop();
  expect(text()).toBe('waiting for 4 tasks …\n1 of 4 settled, 0 failed\n4 of 4 settled, 2 failed\n');
});
