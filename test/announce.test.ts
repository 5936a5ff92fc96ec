/** Telling Slack: what is posted again, what never is, and what stays owed. */
import { describe, expect, it } from 'vitest';
import { announce } from '../lib/announce';
import { TablestoreError } from '../lib/errors';
import type { Message, Posted } from '../lib/ports';
import type { Owed } from '../lib/task';
import { type FakeWorld, fakeWorld, MINUTE, NOON } from './support/world';

const EPOCH = 8;
const UNTIL = 55_000;

const ACCEPTED: Posted = { kind: 'accepted' };
const BAD: Posted = { kind: 'bad-message', code: 'invalid_blocks' };
const UNCLEAR: Posted = { kind: 'unclear', code: 'HTTP 500' };
const REVOKED: Posted = { kind: 'bad-webhook', code: 'no_service' };
const limited = (seconds: number): Posted => ({ kind: 'limited', retryAfterMs: seconds * 1000 });

function message(id: string): Message {
  const owed: Owed = {
    id,
    state: 'owed',
    urls: [],
    epoch: EPOCH,
    settled: NOON,
    ending: { outcome: 'complete', reasons: [], total: 1, failed: 0, urls: [] },
  };
  const quiet = { unfurl_links: false, unfurl_media: false } as const;
  return {
    digest: `digest-${id}`,
    to: 'channel',
    payload: { text: `blocks ${id}`, ...quiet },
    plain: { text: `plain ${id}`, ...quiet },
    owed: [owed],
    overdue: [],
  };
}

function worldWith(messages: readonly Message[], answers: Posted[]): FakeWorld {
  const world = fakeWorld();
  world.list.lease = { owner: 'us', epoch: EPOCH, until: NOON + MINUTE };
  for (const task of messages.flatMap(({ owed }) => owed)) world.list.pending.set(task.id, task);
  world.channel.answers = answers;
  return world;
}

const tell = (messages: readonly Message[], world: FakeWorld, quiet = 0) =>
  announce({ messages, silent: [], goesOn: () => false }, EPOCH, { channel: quiet }, UNTIL, world);

describe('telling Slack', () => {
  it.each<[string, Posted[], { done: string[]; pending: string[]; dead: string[]; posts: number }]>([
    ['everything goes well', [], { done: ['a', 'b'], pending: [], dead: [], posts: 2 }],
    ['Slack asks to wait', [limited(3), ACCEPTED], { done: ['a', 'b'], pending: [], dead: [], posts: 3 }],
    [
      'Slack asks to wait for longer than there is time',
      [limited(600)],
      { done: [], pending: ['a', 'b'], dead: [], posts: 1 },
    ],
    ['the webhook is revoked', [REVOKED], { done: [], pending: ['a', 'b'], dead: [], posts: 1 }],
    ['one answer is unclear', [UNCLEAR], { done: ['b'], pending: ['a'], dead: [], posts: 2 }],
    ['two answers in a row are unclear', [UNCLEAR, UNCLEAR], { done: [], pending: ['a', 'b'], dead: [], posts: 2 }],
    [
      'the blocks are refused, the plain text is not',
      [BAD, ACCEPTED],
      { done: ['a', 'b'], pending: [], dead: [], posts: 3 },
    ],
    ['both forms are refused', [BAD, BAD], { done: ['b'], pending: [], dead: ['a'], posts: 3 }],
    ['the plain text gets an unclear answer', [BAD, UNCLEAR], { done: ['b'], pending: ['a'], dead: [], posts: 3 }],
  ])('when %s', async (_, answers, expected) => {
    const messages = [message('a'), message('b')];
    const world = worldWith(messages, answers);
    const { gone } = await tell(messages, world);
    expect({
      done: [...world.list.done.keys()],
      pending: [...world.list.pending.keys()],
      dead: [...world.list.dead.keys()],
      posts: world.channel.posts.length,
    }).toEqual(expected);
    expect(gone).toBe(expected.done.length + expected.dead.length);
  });

  it('posts at most one message a second', async () => {
    const messages = ['a', 'b', 'c', 'd'].map(message);
    const world = worldWith(messages, []);
    await tell(messages, world);
    const times = world.channel.posts.map(({ at }) => at);
    for (let i = 1; i < times.length; i++) expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    ['what Slack asked an earlier sweep for', NOON + 5_000, 5_000],
    ['nothing, when that time has passed', NOON - 5_000, 0],
  ])('waits first for %s', async (_, quietUntil, wait) => {
    const messages = [message('a')];
    const world = worldWith(messages, []);
    await tell(messages, world, quietUntil);
    expect((world.channel.posts[0]?.at ?? 0) - NOON).toBe(wait);
  });

  it('hands on to the next sweep how long Slack wants to be left alone', async () => {
    const messages = [message('a')];
    const world = worldWith(messages, [limited(600)]);
    expect((await tell(messages, world)).quiet.channel).toBe(NOON + 600_000);
  });

  it('writes at once how long Slack wants to be left alone, when that is longer than any lease: a crash would forget it', async () => {
    const messages = [message('a')];
    const world = worldWith(messages, [limited(600)]);
    await tell(messages, world);
    expect(world.list.lease).toMatchObject({ epoch: EPOCH, quiet: { channel: NOON + 600_000 } });
    const short = worldWith(messages, [limited(20), ACCEPTED]);
    await tell(messages, short);
    expect(short.list.lease).not.toHaveProperty('quiet');
  });

  it('posts nothing when the lease has gone to another sweep', async () => {
    const messages = [message('a')];
    const world = worldWith(messages, []);
    world.list.lease = { owner: 'another', epoch: EPOCH + 1, until: NOON + MINUTE };
    await tell(messages, world);
    expect(world.channel.posts).toEqual([]);
  });

  it('posts nothing when it can not be seen who holds the lease', async () => {
    const messages = [message('a')];
    const world = worldWith(messages, []);
    world.list.holdsLease = async () => {
      throw new TablestoreError('BatchGetRow', 'OTSServerBusy', 'busy', false);
    };
    await tell(messages, world);
    expect(world.channel.posts).toEqual([]);
  });

  it('does not post again in this sweep what was told but could not be recorded', async () => {
    const messages = [message('a'), message('b')];
    const world = worldWith(messages, []);
    world.list.archive = async () => {
      throw new TablestoreError('BatchWriteRow', 'OTSServerBusy', 'busy', false);
    };
    const { gone } = await tell(messages, world);
    expect(world.channel.posts.map(({ payload }) => payload.text)).toEqual(['blocks a', 'blocks b']);
    expect(gone).toBe(0);
    expect(world.lines.some(({ level, message: text }) => level === 'error' && text?.includes('not recorded'))).toBe(
      true,
    );
  });

  it('says in the log what to do when the webhook is refused', async () => {
    const messages = [message('a')];
    const world = worldWith(messages, [REVOKED]);
    await tell(messages, world);
    const line = world.lines.find(({ level }) => level === 'error');
    expect(line).toMatchObject({
      fields: { code: 'no_service', advice: expect.stringContaining('SLACK_WEBHOOK_URL') },
    });
  });

  it('begins no message that might not end in time', async () => {
    const messages = Array.from({ length: 30 }, (_, i) => message(`m${i}`));
    const world = worldWith(messages, []);
    world.channel.onPost = () => world.clock.pass(4_000);
    await tell(messages, world);
    expect(world.clock.elapsed()).toBeLessThanOrEqual(UNTIL + 4_000);
    expect(world.list.done.size + world.list.pending.size).toBe(30);
  });
});
