/** The local Function Compute: runs built bundles in processes of their own, fires their timers and takes signed invocations. */
import { randomUUID } from 'node:crypto';
import { environmentSecrets, secretsOf } from '../../support/secrets/known';
import { noteOutput, noteSecrets } from '../../support/secrets/notes';
import { type Answer, type Call, type Served, type ServeOptions, serve } from '../serve';
import type { FunctionConfig, Invocation } from './function';
import { Instance } from './instance';
import { accessKeyIdOf, isSigned } from './signature';

export interface FunctionsOptions extends ServeOptions {
  readonly functions: readonly FunctionConfig[];
  /** Who may invoke. */
  readonly credentials: { readonly accessKeyId: string; readonly accessKeySecret: string };
  /** What a function finds in `context.credentials`: those of its role. Asked at every invocation. */
  readonly roleCredentials: (name: string) => { accessKeyId: string; accessKeySecret: string; securityToken: string };
  /** Whether the owner of a key may do something with a function. Default: all. */
  readonly permits?: (accessKeyId: string, action: 'GetFunction' | 'InvokeFunction', name: string) => boolean;
  /** Called after every invocation, whoever asked for it. */
  readonly onInvocation?: (name: string, invocation: Invocation) => void;
}

export interface FunctionsServer extends Served {
  /** Fires a function's timer as the platform does, its repetitions after a failure included; gives the last invocation. */
  tick(name: string): Promise<Invocation>;
  /** Invokes once and waits for the end. */
  invoke(name: string, event: Buffer): Promise<Invocation>;
  /** The instance's process, while it is alive. */
  pid(name: string): number | undefined;
}

export async function functionsServer(options: FunctionsOptions): Promise<FunctionsServer> {
  const { now = Date.now } = options;
  const configs = new Map(options.functions.map((config) => [config.name, config]));
  const instances = new Map<string, Instance>();
  const queues = new Map<string, Promise<unknown>>();
  let closed = false;
  noteSecrets(options.functions.flatMap((config) => environmentSecrets(config.environmentVariables)));
  noteSecrets(secretsOf(options.credentials));
  const server = await serve(options, answer);
  return {
    ...server,
    tick: (name) => repeat(name, timerEvent(configOf(name), now())),
    invoke: (name, event) => invoke(name, event, 0),
    pid: (name) => instances.get(name)?.pid,
    async close() {
      closed = true;
      for (const instance of instances.values()) instance.stop();
      await server.close();
    },
  };

  function configOf(name: string): FunctionConfig {
    const config = configs.get(name);
    if (!config) throw new Error(`there is no function ${name}`);
    return config;
  }

  /** One invocation of a function at a time, as with a reserved concurrency of 1; the others queue up. */
  function invoke(name: string, event: Buffer, retryCount: number): Promise<Invocation> {
    const turn = (queues.get(name) ?? Promise.resolve()).then(() => run(configOf(name), event, retryCount));
    queues.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async function run(config: FunctionConfig, event: Buffer, retryCount: number): Promise<Invocation> {
    if (closed) throw new Error('the local Function Compute is closed');
    const existing = instances.get(config.name);
    const instance = existing?.alive ? existing : new Instance(config);
    instances.set(config.name, instance);
    const requestId = randomUUID();
    const credentials = options.roleCredentials(config.name);
    noteSecrets(secretsOf(credentials));
    const context = contextFor(config, requestId, credentials, retryCount);
    const invocation = await instance.invoke({ requestId, event, context, shiftMs: now() - Date.now() });
    noteOutput(`an invocation of ${config.name}`, invocation);
    options.onInvocation?.(config.name, invocation);
    return invocation;
  }

  async function repeat(name: string, event: Buffer): Promise<Invocation> {
    let invocation = await invoke(name, event, 0);
    for (let retry = 1; retry <= configOf(name).maxAsyncRetryAttempts && invocation.kind !== 'result'; retry++) {
      invocation = await invoke(name, event, retry);
    }
    return invocation;
  }

  async function answer(call: Call): Promise<Answer> {
    const [, name, action] = /^\/2023-03-30\/functions\/([\w-]+)(\/invocations)?(?:\?|$)/.exec(call.url) ?? [];
    if (name === undefined || call.method !== (action ? 'POST' : 'GET')) {
      return failure(404, 'ResourceNotFound', 'no such resource');
    }
    if (!isSigned(call, options.credentials)) {
      return failure(403, 'SignatureNotMatch', 'The request signature we calculated does not match the one provided.');
    }
    if (options.permits?.(accessKeyIdOf(call), action ? 'InvokeFunction' : 'GetFunction', name) === false) {
      return failure(403, 'AccessDenied', 'the caller is not authorized to perform this action on the resource');
    }
    const config = configs.get(name);
    if (!config) return failure(404, 'FunctionNotFound', `function '${name}' does not exist`);
    if (!action) return describe(config);
    if (call.headers['x-fc-invocation-type'] === 'Async') {
      const requestId = randomUUID();
      repeat(name, call.body).catch(() => undefined);
      return { status: 202, headers: { 'x-fc-request-id': requestId }, body: '' };
    }
    return toAnswer(await invoke(name, call.body, 0));
  }
}

/** The event of a timer trigger: https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/time-triggers */
export function timerEvent(config: FunctionConfig, now: number): Buffer {
  const triggerTime = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const { name = 'timer', payload = '' } = config.timer ?? {};
  return Buffer.from(JSON.stringify({ triggerTime, triggerName: name, payload }));
}

function contextFor(config: FunctionConfig, requestId: string, credentials: object, retryCount: number): object {
  return {
    requestId,
    credentials,
    function: { name: config.name, handler: config.handler, memory: config.memorySize, timeout: config.timeout },
    service: { logProject: '', logStore: '', qualifier: 'LATEST', versionId: '' },
    region: 'local',
    accountId: '1234567890123456',
    ...(retryCount > 0 && { retryCount }),
  };
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-getfunction */
function describe({ name, handler, timeout, memorySize, environmentVariables }: FunctionConfig): Answer {
  const about = { functionName: name, handler, timeout, memorySize, environmentVariables, runtime: 'nodejs20' };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(about) };
}

/** A function that failed is a 200 with a header: https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-invokefunction */
function toAnswer(invocation: Invocation): Answer {
  const headers = { 'x-fc-request-id': invocation.requestId };
  if (invocation.kind === 'result') return { status: 200, headers, body: invocation.body };
  const { errorMessage } = invocation;
  const type = invocation.kind === 'error' ? 'HandledInvocationError' : 'UnhandledInvocationError';
  return { status: 200, headers: { ...headers, 'x-fc-error-type': type }, body: JSON.stringify({ errorMessage }) };
}

function failure(status: number, Code: string, Message: string): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Code, Message }) };
}
