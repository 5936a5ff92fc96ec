/** The part all servers of the local cloud share: a plain http.Server on loopback that can be slow or broken on purpose. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { noteCall } from '../support/secrets/call';
import { Faults } from './faults';

/** One request, read to its end. */
export interface Call {
  readonly method: string;
  /** Path with its query, as sent. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** How far a request has come: read to its end, carried out, its answer sent. */
export type Stage = 'arrived' | 'applied' | 'answered';

export interface ServeOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The server's wall clock, ms since 1970. Default: the machine's. */
  readonly now?: () => number;
  /** How long an answer takes at least, in ms, after the request was accepted. */
  readonly latencyMs?: number | ((call: Call) => number);
  /** Sees each request at every stage it comes to; the first before a fault is drawn. */
  readonly watch?: (stage: Stage, call: Call) => void;
}

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1. `operate` sees each call that no fault keeps from it, at the moment it arrives. */
export async function serve(options: ServeOptions, operate: (call: Call) => Answer | Promise<Answer>): Promise<Served> {
  const faults = new Faults();
  const { latencyMs = 0, watch, now = Date.now } = options;
  const server = createServer(async (request, response) => {
    try {
      const call = await read(request);
      noteCall(call);
      watch?.('arrived', call);
      const fault = faults.take(call);
      if (fault?.kind === 'reset') return void request.socket.destroy();
      if (fault?.kind === 'hang') return;
      const answer = fault?.kind === 'answer' ? fault.answer : await operate(call);
      watch?.('applied', call);
      const wait = typeof latencyMs === 'number' ? latencyMs : latencyMs(call);
      if (wait > 0) await pause(wait);
      if (fault?.kind === 'lost') return void request.socket.destroy();
      if (fault?.kind === 'unanswered') return;
      write(
        response,
        fault?.kind === 'changed' ? fault.change(answer) : answer,
        now(),
        fault?.kind === 'cut' ? fault.bytes : undefined,
      );
      watch?.('answered', call);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`local cloud: ${error instanceof Error ? error.stack : String(error)}`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return { method: request.method ?? '', url: request.url ?? '/', headers, body: Buffer.concat(chunks) };
}

function write(response: ServerResponse, answer: Answer, now: number, cutAfter?: number): void {
  const body = Buffer.from(answer.body);
  const date = new Date(now).toUTCString();
  response.writeHead(answer.status, { date, ...answer.headers, 'content-length': String(body.length) });
  if (cutAfter === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.min(cutAfter, Math.max(0, body.length - 1))), () => response.destroy());
}
