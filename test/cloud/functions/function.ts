/** What the platform knows of a function: what stands in the deployment's template. */

export interface FunctionConfig {
  readonly name: string;
  /** "poll.handler": the export `handler` of `poll.js` in the code folder. */
  readonly handler: string;
  /** The folder that is deployed. */
  readonly code: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memorySize: number;
  /** vCPU. The local cloud gives all there is, whatever this says. */
  readonly cpu: number;
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** How often the platform repeats an asynchronous invocation that failed. Its default is 3. */
  readonly maxAsyncRetryAttempts: number;
  readonly timer?: { readonly name: string; readonly payload: string; readonly everyMs: number };
}

/** How an invocation ended. The platform answers 200 in all these cases. */
export type Ended =
  | { readonly kind: 'result'; readonly body: Buffer }
  | {
      readonly kind: 'error';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly stackTrace: readonly string[];
    }
  | { readonly kind: 'timeout' | 'exit'; readonly errorMessage: string };

/** What the platform's own report of an invocation says, as far as a process can know it. */
export interface Usage {
  /** Of all threads, from the event to the answer. */
  readonly cpuMs: number;
  /** MB of memory at the most in the whole life of the instance: earlier invocations are in it. */
  readonly peakMb: number;
}

export type Invocation = Ended & {
  readonly requestId: string;
  /** The lines the function wrote to standard output. */
  readonly logs: readonly string[];
  readonly milliseconds: number;
  /** Absent when the instance died: only a living one can say. */
  readonly usage?: Usage;
};
