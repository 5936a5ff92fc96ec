/** Deliberate breakages of the product, each of one promise, and who must notice. */

export interface Breakage {
  /** What is wrong then. */
  readonly what: string;
  readonly file: string;
  /** Text that stands in the file once. */
  readonly from: string;
  readonly to: string;
  /** The experiment that must find a breach, or a file of tests one of which must fail. */
  readonly by: string;
}

export const BREAKAGES: readonly Breakage[] = [
  {
    what: 'tells tasks although their rows could not be written',
    file: 'lib/settling.ts',
    from: 'if (saved.ids.has(after.id)) take(after);',
    to: "if (after.state === 'owed' || saved.ids.has(after.id)) take(after);",
    by: 'stalls',
  },
  {
    what: 'records a task as told before Slack has said ok',
    file: 'lib/announce.ts',
    from: 'const posted = await posts.post(message, channel);',
    to: 'gone += await records.told(message);\n      const posted = await posts.post(message, channel);',
    by: 'crashes',
  },
  {
    what: 'takes an unclear answer of Slack for ok',
    file: 'lib/announce.ts',
    from: "if (posted.kind === 'accepted') {",
    to: "if (posted.kind === 'accepted' || posted.kind === 'unclear') {",
    by: 'stalls',
  },
  {
    what: 'writes rows whatever became of them meanwhile',
    file: 'lib/edges/tablestore-conditions.ts',
    from: 'return new TS.Condition(EXPECT_EXIST, both);',
    to: 'return always();',
    by: 'test/contracts/task-list.test.ts',
  },
  {
    what: 'forgets what Slack asked to wait for',
    file: 'lib/post.ts',
    from: "if (posted.kind === 'limited') return posted.retryAfterMs;",
    to: "if (posted.kind === 'limited') return BETWEEN_MESSAGES;",
    by: 'soak',
  },
  {
    what: 'posts without a pause',
    file: 'lib/post.ts',
    from: 'export const BETWEEN_MESSAGES = 1_020;',
    to: 'export const BETWEEN_MESSAGES = 0;',
    by: 'soak',
  },
  {
    what: 'does not tell the next sweep what Slack asked for',
    file: 'lib/sweep.ts',
    from: 'quiet: told.quiet,',
    to: '',
    by: 'test/sweep.test.ts',
  },
  {
    what: 'sweeps although somebody else has the lease',
    file: 'lib/sweep.ts',
    from: 'if (isHeld(first.lease, now)) return held;',
    to: '',
    by: 'overlap',
  },
  {
    what: 'sweeps although somebody else was quicker to take the lease',
    file: 'lib/sweep.ts',
    from: 'if (!(await list.takeLease(lease, first.lease))) return held;',
    to: 'await list.takeLease(lease, first.lease);',
    by: 'overlap',
  },
  {
    what: 'goes by its own clock',
    file: 'lib/sweep-clock.ts',
    from: 'at === undefined ? first.at : at + first.elapsed - asked;',
    to: 'first.at;',
    by: 'overlap',
  },
  {
    what: 'goes by a timer that stands still while its machine is suspended',
    file: 'lib/sweep-clock.ts',
    from: 'own.elapsed() - first.elapsed, own.now() - first.at);',
    to: 'own.elapsed() - first.elapsed);',
    by: 'test/sweep.test.ts',
  },
  {
    what: 'speaks without looking whether it still may',
    file: 'lib/post.ts',
    from: "if (!(await mayStillSpeak())) return 'not now';",
    to: '',
    by: 'test/announce.test.ts',
  },
  {
    what: 'takes a lease that ends before its sweep does',
    file: 'lib/steps/lease.ts',
    from: 'until: now + timeoutMs + SKEW_MARGIN,',
    to: 'until: now,',
    by: 'overlap',
  },
  {
    what: 'does not look up what earlier sweeps have recorded as told',
    file: 'lib/tell.ts',
    from: 'const told = old.filter(({ id }) => recorded.has(id));',
    to: 'recorded.clear();\n    const told = old.filter(({ id }) => recorded.has(id));',
    by: 'crashes',
  },
  {
    what: 'does not write down who has heard, while somebody else has not',
    file: 'lib/record.ts',
    from: 'half.map((task) =>',
    to: 'half.slice(half.length).map((task) =>',
    by: 'crashes',
  },
  {
    what: 'does not write down that a task was told as overdue',
    file: 'lib/record.ts',
    from: 'overdue.map((before) =>',
    to: 'overdue.slice(overdue.length).map((before) =>',
    by: 'crashes',
  },
  {
    what: 'asks about eleven tasks in a call',
    file: 'lib/steps/batch.ts',
    from: 'BATCH_SIZE = 10',
    to: 'BATCH_SIZE = 11',
    by: 'soak',
  },
  {
    what: 'asks at double the pace',
    file: 'lib/pace.ts',
    from: 'const interval = 1000 /',
    to: 'const interval = 500 /',
    by: 'soak',
  },
  {
    what: 'makes calls at once although others were made just now',
    file: 'lib/sweep.ts',
    from: 'if (isSilent(first.lease, now)) world.pace.headStart();',
    to: 'world.pace.headStart();',
    by: 'test/sweep.test.ts',
  },
  {
    what: 'makes all calls of a sweep at once',
    file: 'lib/pace.ts',
    from: 'if (ahead > 0) ahead--;',
    to: 'if (ahead > 0) ahead += 0;',
    by: 'soak',
  },
  {
    what: 'goes on telling until the platform ends it',
    file: 'lib/steps/budget.ts',
    from: 'const telling = end - Math.min(4_000, timeoutMs * 0.2);',
    to: 'const telling = timeoutMs * 2;',
    by: 'stalls',
  },
  {
    what: 'begins at the head of the list again when there was no time for all of it',
    file: 'lib/sweep.ts',
    from: 'cursor: described.unasked > 0 || !whole ? (described.last ?? cursor) : undefined,',
    to: 'cursor: undefined,',
    by: 'soak',
  },
  {
    what: 'leaves out what comes before the place where it began',
    file: 'lib/read.ts',
    from: 'if (whole) yield before;',
    to: '',
    by: 'test/read.test.ts',
  },
  {
    what: 'takes the part of the list that could be read for all of it',
    file: 'lib/tell.ts',
    from: '!whole || running.has(submission);',
    to: 'running.has(submission);',
    by: 'test/sweep.test.ts',
  },
  {
    what: 'leaves rows that can not be read where they are',
    file: 'lib/read.ts',
    from: 'await list.bury(unreadable)',
    to: 'await list.bury([])',
    by: 'crashes',
  },
  {
    what: 'takes a task for missing at once',
    file: 'lib/describe.ts',
    from: "answers.set(task, report ? { kind: 'reported', report } : { kind: 'absent' });",
    to: "answers.set(task, report ? { kind: 'reported', report } : { kind: 'refused', code: 'Absent' });",
    by: 'crashes',
  },
  {
    what: 'takes off the list what could not be recorded',
    file: 'lib/edges/tablestore.ts',
    from: "await remove(owed.filter((_, i) => results[i] === 'written'));",
    to: 'await remove(owed);',
    by: 'test/edges/tablestore.test.ts',
  },
  {
    what: 'waits for a second, whatever Slack asks for',
    file: 'lib/edges/slack.ts',
    from: 'Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, wait))',
    to: 'SHORTEST_WAIT',
    by: 'faults',
  },
  {
    what: 'loses an entry over a field that nobody can read',
    file: 'lib/edges/cdn-entries.ts',
    from: 'if (!id) continue;',
    to: 'if (!id || textOf(Object(raw).Status) === undefined) continue;',
    by: 'test/edges/cdn.test.ts',
  },
  {
    what: "shows what the CDN's error echoes of the request",
    file: 'lib/edges/cdn-errors.ts',
    from: "return message.split(/, URL:|server string to sign is:?/i)[0]?.trim() ?? '';",
    to: 'return message;',
    by: 'test/edges/cdn.test.ts',
  },
];
