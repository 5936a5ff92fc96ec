/** A local stand-in for a Slack incoming webhook: it takes what Slack takes, refuses what Slack refuses, and keeps what it took. */
import { performance } from 'node:perf_hooks';
import { webhookSecrets } from '../../support/secrets/known';
import { noteSecrets } from '../../support/secrets/notes';
import type { Fault } from '../faults';
import { type Answer, type Call, type Served, type ServeOptions, serve } from '../serve';
import { badRequest, rateLimited, type SlackState, stateAnswer } from './answers';
import { MESSAGES_PER_SECOND } from './limits';
import { Pace } from './pace';
import { payloadOf } from './payload';
import { findings } from './violations';
import { isPart, type Part } from './walk';

export interface SlackOptions extends ServeOptions {
  /** Measures the pace of messages. It is not `now`, which tests move by hours at once. In ms. */
  readonly monotonic?: () => number;
  readonly messagesPerSecond?: number;
  /** How many messages may come at once. */
  readonly burst?: number;
  /** The last part of the webhook's address. */
  readonly secret?: string;
}

export interface Received {
  /** The server's wall clock, ms since 1970. */
  readonly at: number;
  readonly payload: Part;
}

export interface SlackServer extends Served {
  readonly webhookUrl: string;
  /** What it took, and what a person in the channel would see. */
  readonly messages: readonly Received[];
  /** Set it to make the webhook answer as a revoked one, an archived channel's, … */
  state: SlackState;
  /** Every message sent to the webhook, taken or not, those that met a fault included. */
  readonly arrived: number;
  /** How many of them came less than a second after the one before, measured on the monotonic clock. */
  readonly tooFast: number;
  /** How many of them came before a Retry-After had passed. */
  readonly early: number;
}

const SHORT_BURST = 3;

export async function slackServer(options: SlackOptions = {}): Promise<SlackServer> {
  const { now = Date.now, monotonic = () => performance.now(), secret = 'a-secret-of-the-local-cloud' } = options;
  const pace = new Pace(options.messagesPerSecond ?? MESSAGES_PER_SECOND, options.burst ?? SHORT_BURST);
  const path = `/services/T00000000/B00000000/${secret}`;
  const messages: Received[] = [];
  let state: SlackState = 'ok';
  let arrived = 0;

  function receive(call: Call): Answer {
    if (call.url !== path) return stateAnswer('no_service');
    if (state !== 'ok') return stateAnswer(state);
    const seconds = pace.secondsToWait(monotonic());
    if (seconds > 0) {
      pace.askedToWait(monotonic(), seconds);
      return rateLimited(seconds);
    }
    const payload = payloadOf(call);
    const [worst] = findings(payload);
    if (worst !== undefined || !isPart(payload)) return badRequest(worst?.error ?? 'invalid_payload');
    messages.push({ at: now(), payload });
    return stateAnswer('ok');
  }

  function arrives(call: Call, fault: Fault | undefined): void {
    if (call.url !== path) return;
    arrived++;
    pace.arrived(monotonic());
    if (fault?.kind !== 'answer' || fault.answer.status !== 429) return;
    const { headers = {} } = fault.answer;
    const asked = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
    pace.askedToWait(monotonic(), Number(asked ?? 0));
  }

  const served = await serve(options, receive);
  watchArrivals(served, arrives);
  noteSecrets(webhookSecrets(`${served.url}${path}`));
  return {
    ...served,
    webhookUrl: `${served.url}${path}`,
    messages,
    get state() {
      return state;
    },
    set state(next) {
      state = next;
    },
    get arrived() {
      return arrived;
    },
    get tooFast() {
      return pace.tooFast;
    },
    get early() {
      return pace.early;
    },
  };
}

/** Faults are drawn once a call, before anything else is done: the one place that sees every call. */
function watchArrivals({ faults }: Served, arrives: (call: Call, fault: Fault | undefined) => void): void {
  const take = faults.take.bind(faults);
  faults.take = (call) => {
    const fault = take(call);
    arrives(call, fault);
    return fault;
  };
}
