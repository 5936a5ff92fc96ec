/** Messages about hostile tasks, and for the operator about hostile errors: as many as wanted, each looked through. */
import fc from 'fast-check';
import type { Message } from '../../../lib/ports';
import { adviceOn, operatorMessages } from '../../../lib/steps/operator';
import { links, pings } from '../../cloud/slack/mentions';
import { hostileText } from '../../steps/hostile';
import { DAY, NOW } from '../../support/tasks';
import { unfitForms, write, wrongIn } from './digests';
import { crowd, type Scene, scene } from './scenes';
import { type Found, search } from './search';

export interface Runs {
  /** What a sweep has to tell. */
  readonly scenes: number;
  /** The same with more tasks than messages hold. */
  readonly crowds: number;
  /** What the operator has to hear. */
  readonly faults: number;
}

export interface Written {
  readonly messages: number;
  readonly found: readonly Found[];
}

export async function hostileMessages({ scenes, crowds, faults }: Runs, seed: number): Promise<Written> {
  let messages = 0;
  const judge = (example: Scene) => {
    const written = write(example);
    messages += written.length;
    return { lost: 0, breaches: wrongIn(example, written) };
  };
  const found = [
    await search('messages', scene, judge, { seed, numRuns: scenes }),
    await search('messages of a crowd', crowd, judge, { seed, numRuns: crowds }),
    await search(
      'messages for the operator',
      refusal,
      (example) => {
        const written = tellOperator(example);
        messages += written.length;
        return { lost: 0, breaches: wrongForOperator(written) };
      },
      { seed, numRuns: faults },
    ),
  ];
  return { messages, found };
}

const refusal = fc.record({
  fault: fc.option(fc.record({ code: hostileText, message: hostileText }), { nil: undefined }),
  told: fc.record({
    fault: fc.option(hostileText, { nil: undefined }),
    faultTold: fc.option(fc.double(), { nil: undefined }),
  }),
  works: fc.boolean(),
});
type Refusal = typeof refusal extends fc.Arbitrary<infer T> ? T : never;

function tellOperator({ fault, told, works }: Refusal): Message[] {
  return operatorMessages(
    fault && { who: 'The CDN', ...fault, advice: adviceOn(fault.code) },
    works,
    told,
    NOW + DAY,
    'cn-hangzhou · cdn_tasks',
  );
}

/** Slack takes it, it pings nobody and links nowhere. */
function wrongForOperator(messages: readonly Message[]): string[] {
  return [
    ...(messages.length > 1 ? [`${messages.length} messages`] : []),
    ...messages.flatMap((message) => [
      ...unfitForms(message),
      ...[message.payload, message.plain].flatMap((form) => [...pings(form), ...links(form).map(({ url }) => url)]),
    ]),
  ];
}
