/**
 * Replies about tasks of many URLs. The local CDN would build twenty thousand entries for each anew, and take the time for it from
 * the function that is measured: here its reply about tasks of one URL is spread out, text by text.
 */
import type { CdnServer } from '../test/cloud/cdn/server';
import { manyEntries } from '../test/cloud/cdn/tasks';
import type { Answer } from '../test/cloud/serve';

/** From now on each entry of a reply comes so many times, each time with another URL. */
export function enlargeReplies({ faults }: CdnServer, urls: number): void {
  const paths = manyEntries(urls).map(({ url }) => JSON.stringify(url));
  faults.when(() => ({ kind: 'changed', change: (answer) => enlarged(answer, paths) }));
}

function enlarged(answer: Answer, paths: readonly string[]): Answer {
  const { Tasks, ...reply } = JSON.parse(answer.body.toString()) as { Tasks?: { ObjectPath: string }[] };
  // A refusal has none.
  if (!Tasks) return answer;
  const entries = Tasks.flatMap((entry) => {
    const [before, after] = JSON.stringify(entry).split(JSON.stringify(entry.ObjectPath));
    return paths.map((path) => `${before}${path}${after}`);
  });
  const others = JSON.stringify({ ...reply, TotalCount: entries.length });
  return { ...answer, body: `${others.slice(0, -1)},"Tasks":[${entries.join(',')}]}` };
}
