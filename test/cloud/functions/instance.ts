/** One instance of a function: a child process that lives from its first invocation until it times out, dies or is stopped. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ended, FunctionConfig, Invocation } from './function';

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.cjs', import.meta.url));

/**
 * Node sees how much memory its container has, and lets young objects fill less of it where there is little. The platform's
 * containers are small, this machine is not: so it is told what Node 20 chooses by itself for 128 MB, and as well for 512 MB.
 */
export const SMALL_MEMORY = ['--max-semi-space-size=1', '--max-old-space-size=256'];

export interface Call {
  readonly requestId: string;
  readonly event: Buffer;
  readonly context: object;
  /** By how much the local cloud's clock is ahead of the machine's. Ms. */
  readonly shiftMs: number;
}

export class Instance {
  private readonly child: ChildProcess;
  private stderr = '';
  alive = true;

  constructor(private readonly config: FunctionConfig) {
    this.child = fork(BOOTSTRAP, {
      cwd: config.code,
      // Nothing of this process's environment: the platform gives a function its own variables and a few of its own making.
      env: {
        ...config.environmentVariables,
        FC_FUNCTION_NAME: config.name,
        FC_FUNCTION_HANDLER: config.handler,
        FC_FUNCTION_MEMORY_SIZE: String(config.memorySize),
      },
      execArgv: SMALL_MEMORY,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.child.once('exit', () => {
      this.alive = false;
    });
    // A child that could not be started or spoken to: its exit, or the timeout, ends the invocation.
    this.child.on('error', (error) => {
      this.stderr += error.message;
      this.alive = false;
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** One event at a time. A function that is not done within its timeout is killed, as the platform does. */
  invoke({ requestId, event, context, shiftMs }: Call): Promise<Invocation> {
    const began = performance.now();
    const logs: string[] = [];
    return new Promise((resolve) => {
      const end = (how: object) => {
        clearTimeout(timer);
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        resolve({ requestId, logs, milliseconds: performance.now() - began, ...(how as Ended) });
      };
      const onMessage = (message: unknown) => {
        const { kind, ...rest } = message as { kind: string; text: string; body: string };
        if (kind === 'log') logs.push(rest.text);
        else if (kind === 'result') end({ kind, ...rest, body: Buffer.from(rest.body, 'base64') });
        else end({ kind: 'error', ...rest });
      };
      const onExit = (code: number | null, signal: string | null) =>
        end({
          kind: 'exit',
          errorMessage: `the instance ended (${signal ?? `exit code ${code}`}): ${this.stderr.slice(-2_000)}`,
        });
      const timer = setTimeout(() => {
        this.stop();
        end({ kind: 'timeout', errorMessage: `Function timed out after ${this.config.timeout} seconds` });
      }, this.config.timeout * 1000);
      this.child.on('message', onMessage);
      this.child.once('exit', onExit);
      const message = { handler: this.config.handler, event: event.toString('base64'), context, shiftMs };
      this.child.send(
        message,
        (error) => error && end({ kind: 'exit', errorMessage: `the instance can not be reached: ${error.message}` }),
      );
    });
  }

  stop(): void {
    this.alive = false;
    this.child.kill('SIGKILL');
  }
}
