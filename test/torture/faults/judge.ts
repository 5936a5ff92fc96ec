/** Holds what an outsider saw of a world against what was true, and against what the product promises. */
import { hearers, overdueFrom, type Truth } from './tasks';
import { keyOf, type News } from './told';
import { heard } from './webhook';
import type { Sent, World } from './world';

export interface Judgement {
  readonly lost: number;
  readonly repeats: number;
  readonly breaches: readonly string[];
}

/** The API allows so many calls in any second. */
const MOST_CALLS = 30;

/** To be asked when there is nothing left to do. */
export function judge(world: World): Judgement {
  const { settings, truths, servers, rows, sent } = world;
  const ears = Object.entries(servers.webhooks).map(([to, webhook]) => [to, heard(webhook.taken)] as const);
  const ear = new Map<string, Set<string>>(ears);
  const lost = truths.filter((truth) => hearers(truth, settings.failures).some((to) => !ear.get(to)?.has(truth.id)));
  const { outcomes } = rows;
  return {
    lost: lost.length,
    repeats: sent.filter((message, i) => message.news.some((news) => toldBefore(sent, i, news))).length,
    breaches: [
      ...world.breaches,
      ...rows.breaches,
      ...(rows.pending > 0 ? [`${rows.pending} tasks are still on the list`] : []),
      ...truths.flatMap(({ id, outcome }) =>
        outcomes.get(id) === outcome ? [] : [`task ${id} is ${outcome}, and recorded as ${outcomes.get(id)}`],
      ),
      ...sent.flatMap((message, i) => message.news.flatMap((news) => faultsIn(message, i, news, world))),
      ...sent.flatMap(({ countsOthers }) =>
        countsOthers ? ['a message leaves tasks unnamed: it can not be judged'] : [],
      ),
      ...Object.values(servers.webhooks).flatMap(({ hasty }) => hasty),
      ...crowded(world),
      ...leaks(world),
    ],
  };
}

function faultsIn({ to, arrival }: Sent, i: number, news: News, { truths, settings, sent }: World): string[] {
  const truth = truths.find(({ id }) => id === news.id);
  if (!truth) return [`${to} was told of task ${news.id}, which nobody knows`];
  const before = toldBefore(sent, i, news);
  const excused = !before || before.unclear || (before.unrecorded.has(keyOf(news)) && before.writeFailed);
  const why = before?.unrecorded.has(keyOf(news)) ? 'no write had failed' : 'it was recorded';
  return [
    ...(excused ? [] : [`${to} was told of task ${keyOf(news)} again, though Slack's answer was clear and ${why}`]),
    ...(isTrue(news, truth, arrival.at)
      ? []
      : [`${to} was told that task ${news.id} is ${news.as}, too soon or wrongly`]),
    ...(news.as === 'overdue' || hearers(truth, settings.failures).includes(to)
      ? []
      : [`${to} was told of task ${news.id}, which is not for it`]),
  ];
}

function toldBefore(sent: readonly Sent[], i: number, news: News): Sent | undefined {
  const { to } = sent[i] ?? {};
  return sent.slice(0, i).findLast((other) => other.to === to && other.news.some((one) => keyOf(one) === keyOf(news)));
}

function isTrue({ as }: News, truth: Truth, at: number): boolean {
  return as === 'overdue' ? (overdueFrom(truth) ?? at + 1) <= at : as === truth.outcome && truth.ends <= at;
}

/** Calls that were too dense, and calls nobody asked for. */
function crowded({ begun, settings, servers }: World): string[] {
  const limit = Math.min(MOST_CALLS, settings.callsPerSecond + 1);
  const most = Math.max(
    0,
    ...begun.map((time, i) => begun.slice(0, i + 1).filter((other) => other > time - 1_000).length),
  );
  const arrived = servers.cdn.calls.length;
  return [
    ...(most > limit ? [`${most} calls to the CDN began in a second, ${limit} were allowed`] : []),
    ...(arrived > begun.length ? [`${arrived} calls reached the CDN, ${begun.length} were made`] : []),
  ];
}

function leaks({ said, servers, record, rows }: World): string[] {
  const places = {
    'log lines and errors': said.join('\n'),
    messages: JSON.stringify(Object.values(servers.webhooks).map(({ server }) => server.messages)),
    rows: rows.all.map((row) => Object.values(row).join('\n')).join('\n'),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    record.secrets.in(text).map((secret) => `${secret} is in the ${place}`),
  );
}
