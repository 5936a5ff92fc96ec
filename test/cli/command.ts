/** Runs the built command as a user does: a process of its own, its output, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentSecrets } from '../support/secrets/known';
import { noteOutput, noteSecrets } from '../support/secrets/notes';

const BUILT = path.resolve('build/cdn-tasks.cjs');
/** A folder without a file .env. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

type Environment = Readonly<Record<string, string | undefined>>;

export interface Started {
  readonly child: ChildProcess;
  /** Resolves as soon as the text was printed, on either output. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param input what comes over standard input; undefined closes it at once */
export function start(args: readonly string[], env: Environment, input?: string | Buffer, cwd = FOLDER): Started {
  noteSecrets(environmentSecrets(env));
  const child = spawn(process.execPath, [BUILT, ...args], { env: { PATH: process.env.PATH, ...env }, cwd });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    err += chunk;
  });
  // The command may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]): Ended => {
    noteOutput(`the standard output of cdn-tasks ${args[0]}`, out);
    noteOutput(`the standard error of cdn-tasks ${args[0]}`, err);
    return { code, out, err };
  });
  return { child, ended, printed };

  async function printed(text: string): Promise<void> {
    while (!`${out}${err}`.includes(text)) {
      const next = new Promise((resolve) => {
        child.stdout.once('data', resolve);
        child.stderr.once('data', resolve);
      });
      await Promise.race([next, ended.then(() => Promise.reject(new Error(`ended without "${text}": ${out}${err}`)))]);
    }
  }
}

export function cdnTasks(args: readonly string[], env: Environment, input?: string | Buffer): Promise<Ended> {
  return start(args, env, input).ended;
}

/** Asserts nothing: a document that is no JSON throws. */
export function jsonOf({ out }: Ended): Record<string, unknown> {
  return JSON.parse(out);
}
