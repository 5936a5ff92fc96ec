/** Keeps the list filled: so much that nearly every tick has something to tell, and so little that each message names all of it. */
import type { SubmissionAnswer } from '../../../lib/submission';
import type { Outcome } from '../../../lib/task';
import { completes, type Life } from '../../cloud/cdn/life';
import { TABLE } from '../../cloud/cloud';
import type { KillsCloud } from './cloud';
import { addedOf, endOf, lifeOf, type Order } from './orders';

export type End = Outcome | 'dead';

/** A message names five tasks that went well, and as many others as five thousand characters hold. */
const MOST_COMPLETE = 5;
const MOST_PENDING = 20;

/** Ids of the CDN begin with a 1. */
const ROWS_FROM = 20_000_000_000;
const REFUSED_FROM = 30_000_000_000;

export interface Work {
  /** How each task must end, by its id. */
  readonly ends: ReadonlyMap<string, End>;
  /** Puts those of the orders on the list for which there is room. */
  topUp(orders: readonly Order[]): Promise<void>;
}

export function createWork({ cloud, lives, now, rows }: KillsCloud): Work {
  const ends = new Map<string, End>();
  let serial = 0;
  cloud.cdn.tasks.refuse((id) => Number(id) >= REFUSED_FROM);
  return {
    ends,
    async topUp(orders) {
      const pending = rows().filter(({ list }) => list === 'pending');
      let room = MOST_PENDING - pending.length;
      let roomForComplete = MOST_COMPLETE - pending.filter(({ id }) => ends.get(String(id)) === 'complete').length;
      for (const order of orders) {
        const complete = order.tasks.filter(({ fate }) => fate === 'complete').length;
        if (order.tasks.length > room || complete > roomForComplete) continue;
        room -= order.tasks.length;
        roomForComplete -= complete;
        await (order.way === 'submitted' ? submit(order) : put(order));
      }
    },
  };

  function put({ way, tasks }: Order): void {
    const submission = way === 'together' ? { submission: `s-${++serial}`, label: `deploy 1.0.${serial}` } : {};
    for (const task of tasks) {
      const id = String((task.fate === 'rejected' ? REFUSED_FROM : ROWS_FROM) + ++serial);
      const life = lifeOf(task, now());
      const urls = Array.from({ length: task.urls }, (_, i) => `http://example.com/${id}/${i}.js`);
      if (life)
        cloud.cdn.tasks.add(
          id,
          urls.map((url, i) => ({ url, life: i === 0 ? life : othersOf(life) })),
        );
      ends.set(id, endOf(task.fate));
      cloud.tablestore.seed(TABLE, [{ list: 'pending', id, added: addedOf(task.fate, now()), ...submission }]);
    }
  }

  async function submit({ tasks }: Order): Promise<void> {
    const label = `deploy 2.0.${++serial}`;
    // One task for each domain.
    const fates = new Map(tasks.map((task, i) => [`http://d${serial}-${i}.example.com/app.js`, task]));
    for (const [url, task] of fates) lives.set(url, lifeOf(task, now()) ?? completes());
    const event = Buffer.from(JSON.stringify({ refresh: { urls: [...fates.keys()] }, label }));
    const invocation = await cloud.functions.invoke(cloud.submit.name, event);
    if (invocation.kind !== 'result') throw new Error(`the submission failed: ${invocation.errorMessage}`);
    const answer = JSON.parse(invocation.body.toString()) as SubmissionAnswer;
    if (answer.tasks.length !== tasks.length) throw new Error(`not taken as a whole: ${invocation.body}`);
    for (const { id } of answer.tasks) {
      const task = fates.get(cloud.cdn.tasks.report(id)[0]?.url ?? '');
      if (task) ends.set(id, endOf(task.fate));
    }
  }
}

/** One URL decides how the task ends, the others are through before. */
function othersOf({ created, steps }: Life): Life {
  return { ...completes(Math.floor((steps.at(-1)?.afterMs ?? 0) / 2)), ...(created !== undefined && { created }) };
}
