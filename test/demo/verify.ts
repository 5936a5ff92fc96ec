/** Whether every task of the demo was told exactly once, judged by what Slack received and by the rows in the table. */

import { pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import type { Received } from '../cloud/slack/server';
import type { ListedTask } from './fill';

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** What is wrong, in sentences; empty when all is well. */
export function verify(tasks: readonly ListedTask[], messages: readonly Received[], rows: Rows): string[] {
  const told = messages.map(({ payload }) => ({ payload, text: asPlainText(payload) }));
  const digests = told.flatMap(({ text }) => /digest ([0-9a-f]{8})/.exec(text)?.[1] ?? []);
  const inList = (list: string) => rows.filter((row) => row.list === list);
  return [
    ...inList('pending').map(({ id }) => `task ${id} is still on the list`),
    ...digests.filter((digest, i) => digests.indexOf(digest) !== i).map((digest) => `digest ${digest} was told twice`),
    ...inList('done')
      .filter(({ digest }) => !digests.includes(String(digest)))
      .map(({ id, digest }) => `task ${id} is recorded with digest ${digest}, which nobody was told`),
    ...tasks.flatMap((task) => {
      const list = task.ends === 'dead' ? 'dead' : 'done';
      const found = inList(list).filter(({ id }) => id === task.id);
      if (found.length !== 1)
        return [`task ${task.id} should be on "${list}" once, and is there ${found.length} times`];
      const outcome =
        task.ends === 'dead' ? 'dead' : (JSON.parse(String(found[0]?.ending)) as { outcome: string }).outcome;
      return outcome === task.ends ? [] : [`task ${task.id} should be ${task.ends} and is ${outcome}`];
    }),
    // Successes may be summed up as "and N more"; everything else is named, once.
    ...tasks
      .filter(({ ends }) => ends !== 'dead' && ends !== 'complete')
      .flatMap(({ id }) => {
        const times = told.filter(({ text }) => text.includes(`task ${id}`)).length;
        return times === 1 ? [] : [`task ${id} is named in ${times} messages instead of one`];
      }),
    ...told.flatMap(({ payload }) => pings(payload)).map((ping) => `a message pings ${ping}`),
  ];
}
