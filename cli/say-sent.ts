/** Says what became of a submission, and with which exit code it ends. */
import { clean } from '../lib/steps/text';
import { EXIT, type ExitCode, worst } from './exit';
import { count, type Output } from './output';
import type { Sent } from './send';

/** Ids in one `watch` line. */
const IDS_A_LINE = 50;

export function exitOf({ answers, refused, trouble }: Sent): ExitCode {
  const tasks = answers.flatMap((answer) => answer.tasks);
  return worst([
    answers.some(({ failed }) => failed.length > 0) ? EXIT.failed : EXIT.done,
    refused.length > 0 ? EXIT.usage : EXIT.done,
    trouble !== undefined || tasks.some(({ listed }) => listed === 'unlisted') ? EXIT.unreachable : EXIT.done,
  ]);
}

/** @param noun what was sent: "URL" or "id" */
export function saySent(sent: Sent, noun: string, out: Output): void {
  const tasks = sent.answers.flatMap((answer) => answer.tasks);
  const listed = tasks.filter((task) => task.listed !== 'unlisted');
  if (listed.length > 0) out.print(`${count(listed.length, 'task')} on the list:`);
  for (const { id, kind, urls, listed: how } of listed) {
    const of = kind === undefined ? '' : `  ${kind}, ${count(urls, 'URL')} in its call`;
    out.print(`  ${clean(id)}${of}${how === 'already' ? '  (was there already)' : ''}`);
  }
  for (const { kind, urls, reason } of sent.answers.flatMap((answer) => answer.failed)) {
    out.print(`${count(urls.length, `${kind} URL`)} NOT submitted: ${clean(reason)}`);
    for (const url of urls) out.print(`  ${clean(url)}`);
  }
  sayUnlisted(
    tasks.filter((task) => task.listed === 'unlisted').map(({ id }) => id),
    out,
  );
  if (sent.refused.length > 0) out.print('The submit function refused the request:');
  for (const fault of sent.refused) out.print(`  ${clean(fault)}`);
  if (sent.trouble !== undefined) out.print(sent.trouble);
  if (sent.unclear.length > 0) {
    out.print(
      `It is NOT KNOWN whether ${range(sent.unclear, noun)} submitted. Look with "cdn-tasks list"; submitting again does no harm but counts.`,
    );
  }
  if (sent.notSent.length > 0) out.print(`NOT submitted: ${range(sent.notSent, noun)} not sent.`);
}

/** Tasks that the CDN has made and that nobody watches yet. */
function sayUnlisted(ids: readonly string[], out: Output): void {
  if (ids.length === 0) return;
  out.print(
    `${count(ids.length, 'task')} made by the CDN could NOT be put on the list. Nobody watches them until you run:`,
  );
  for (let i = 0; i < ids.length; i += IDS_A_LINE) {
    out.print(`  cdn-tasks watch ${ids.slice(i, i + IDS_A_LINE).join(' ')}`);
  }
}

/** In the order they were given, so that first and last name them all. */
function range(items: readonly string[], noun: string): string {
  const [first = ''] = items;
  const last = items.at(-1) ?? '';
  return items.length === 1
    ? `1 ${noun} (${clean(first)}) was`
    : `${count(items.length, noun)} (from ${clean(first)} to ${clean(last)}, in the order you gave them) were`;
}
