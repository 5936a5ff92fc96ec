/** `cdn-tasks poll`: fires the deployed poller now. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { OUTCOMES } from '../../lib/task';
import { EXIT, Problem } from '../exit';
import { count, type Output } from '../output';
import { addCommon, type CommonOptions, run } from '../run';
import { readCredentials, readFunctionsSettings } from '../setting-groups';
import { readSettings } from '../settings';
import { openFunctions } from '../world';

/** The poller ends itself earlier, by its own timeout. Ms. */
const INVOCATION_TIMEOUT = 300_000;

const Counted = v.looseObject({
  pending: v.number(),
  asked: v.number(),
  calls: v.number(),
  failedCalls: v.number(),
  settled: v.record(v.string(), v.number()),
  announced: v.number(),
  owed: v.number(),
  held: v.optional(v.number(), 0),
  messages: v.number(),
  skipped: v.record(v.string(), v.number()),
  milliseconds: v.number(),
});

export function addPoll(program: Command): void {
  const command = program
    .command('poll')
    .description('Fire the deployed poller now, and show what it did. Ends with 0 however the tasks have ended.');
  addCommon(command, ['']).action((options: CommonOptions) =>
    run(options, async (out, environment) => {
      const settings = readSettings(environment, { functions: readFunctionsSettings, credentials: readCredentials });
      const { poll } = settings.functions;
      const functions = await openFunctions(settings);
      const event = Buffer.from(JSON.stringify({ triggerName: 'cdn-tasks' }));
      say(read(await functions.invoke(poll, event, INVOCATION_TIMEOUT), poll), out);
      return EXIT.done;
    }),
  );
}

function read(body: Buffer, name: string): v.InferOutput<typeof Counted> {
  try {
    return v.parse(Counted, JSON.parse(body.toString()));
  } catch {
    throw new Problem(
      EXIT.unreachable,
      `${name} answered something else than a summary: is POLL_FUNCTION the poller of this project?`,
    );
  }
}

function say(summary: v.InferOutput<typeof Counted>, out: Output): void {
  const { pending, asked, calls, failedCalls, settled, announced, owed, held, messages, skipped, milliseconds } =
    summary;
  const ended = OUTCOMES.filter((outcome) => settled[outcome]).map((outcome) => `${settled[outcome]} ${outcome}`);
  out.result(summary);
  out.print(`${count(pending, 'task')} on the list, ${asked} asked in ${count(calls, 'call')}, ${milliseconds} ms`);
  if (failedCalls > 0) out.print(`${count(failedCalls, 'call')} failed: see the log of the poller`);
  out.print(ended.length > 0 ? `ended: ${ended.join(', ')}` : 'nothing has ended since the last time');
  out.print(`Slack was told of ${count(announced, 'task')} in ${count(messages, 'message')}`);
  if (owed > 0) out.print(`${count(owed, 'task')} ended, but Slack could not be told yet`);
  if (held > 0) out.print(`${count(held, 'task')} ended well, and will be told with the rest of the submission`);
  for (const [reason, number] of Object.entries(skipped)) {
    out.print(`${count(number, 'task')} left as they were: ${WORDS[reason] ?? reason}`);
  }
}

/** In the words of lib/summary.ts. */
const WORDS: Readonly<Record<string, string>> = {
  'lease-held': 'another run is at it right now',
  'out-of-time': 'no time was left to ask',
  'not-allowed': 'the CDN lets the poller ask nothing: see Slack or its log',
  'lost-race': 'somebody else changed the row first',
  'write-failed': 'the row could not be written',
  unreadable: 'the row can not be read and is on dead now',
  'told-before': 'told by an earlier run',
};
