/** Puts everything that reaches the servers of a world to the injector, and writes down what must be known of it afterwards. */
import type { Fault } from '../../cloud/faults';
import type { Call, Served } from '../../cloud/serve';
import { signedAnswer } from '../../cloud/tablestore/answer';
import { Refusal } from '../../cloud/tablestore/refusal';
import { errorBody } from '../../cloud/tablestore/wire';
import type { Random } from '../memory/random';
import { type Chosen, Injector } from './injector';
import type { Where } from './kinds';
import { Secrets } from './secrets';
import type { Servers } from './servers';
import type { Truth } from './tasks';
import type { SkippingTime } from './time';

export interface Record {
  readonly injector: Injector;
  readonly secrets: Secrets;
  /** The places of the writes that failed, among everything that reached the servers. */
  readonly failedWrites: readonly number[];
  /** How much has reached the servers so far. */
  readonly length: number;
}

export function record(
  { cdn, tablestore, webhooks, credentials }: Servers,
  chosen: readonly Chosen[],
  truths: readonly Truth[],
  { now }: SkippingTime,
  random: Random,
): Record {
  const hidden = new Map(truths.map((truth) => [truth.id, truth.hidden]));
  const injector = new Injector(chosen, {
    random,
    now,
    isHidden(id) {
      const { from, until } = hidden.get(id) ?? { from: 0, until: 0 };
      return from <= now() && now() < until;
    },
    refused: (status, code, message, call) =>
      signedAnswer(status, errorBody(new Refusal(status, code, message)), call.url, credentials, now(), 0),
  });
  const addresses = Object.entries(webhooks).map(([audience, { secret }]) => [`the webhook of ${audience}`, secret]);
  const secrets = new Secrets({ ...credentials, ...Object.fromEntries(addresses) });
  const failedWrites: number[] = [];
  let length = 0;

  watch(cdn, 'cdn');
  watch(tablestore, 'tablestore', (call, fault) => {
    if (fault && call.url === '/BatchWriteRow') failedWrites.push(length);
  });
  for (const webhook of Object.values(webhooks)) {
    watch(webhook.server, 'slack', (_, fault) => webhook.arrived(length, fault));
  }
  tablestore.refuseRows(() => {
    const refusal = refusedRow();
    if (refusal) failedWrites.push(length);
    return refusal;
  });
  tablestore.refuseReadRows(refusedRow);
  return {
    ...{ injector, secrets, failedWrites },
    get length() {
      return length;
    },
  };

  function watch({ faults }: Served, where: Where, see?: (call: Call, fault: Fault | undefined) => void): void {
    faults.when((call) => {
      length++;
      secrets.sent(call);
      const fault = injector.request(where, call);
      see?.(call, fault);
      return fault;
    });
  }

  function refusedRow(): Refusal | undefined {
    const row = injector.row();
    return row && new Refusal(row.status, row.code, row.message);
  }
}
