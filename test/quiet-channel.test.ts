/** A webhook that wants to be left alone is left alone by the whole instance. */
import { expect, it } from 'vitest';
import { quietChannel, type Silence } from '../lib/quiet-channel';
import { FakeChannel, FakeClock } from './support/world';

const MESSAGE = { text: 'x', unfurl_links: false, unfurl_media: false } as const;

it('posts nothing before the time has passed that Slack asked for, and then posts again', async () => {
  const clock = new FakeClock();
  const slack = new FakeChannel(clock);
  slack.answers = [{ kind: 'limited', retryAfterMs: 90_000 }];
  const silence: Silence = { until: 0 };
  expect(await quietChannel(slack, silence, clock).post(MESSAGE, 1_000)).toEqual({
    kind: 'limited',
    retryAfterMs: 90_000,
  });
  clock.pass(60_000);
  // The next invocation of the same instance.
  expect(await quietChannel(slack, silence, clock).post(MESSAGE, 1_000)).toEqual({
    kind: 'limited',
    retryAfterMs: 30_000,
  });
  expect(slack.posts).toHaveLength(1);
  clock.pass(30_000);
  expect(await quietChannel(slack, silence, clock).post(MESSAGE, 1_000)).toEqual({ kind: 'accepted' });
});

it('does not hold back what only the pace would: whoever posts waits for it', async () => {
  const clock = new FakeClock();
  const slack = new FakeChannel(clock);
  const silence: Silence = { until: 0 };
  await quietChannel(slack, silence, clock).post(MESSAGE, 1_000);
  expect(silence.until).toBe(clock.now() + 1_020);
  expect(await quietChannel(slack, silence, clock).post(MESSAGE, 1_000)).toEqual({ kind: 'accepted' });
});

it('posts again when its timer says that the time has passed, though its clock was set back', async () => {
  const clock = new FakeClock();
  const slack = new FakeChannel(clock);
  slack.answers = [{ kind: 'limited', retryAfterMs: 30_000 }];
  const silence: Silence = { until: 0 };
  let timer = 0;
  const channel = quietChannel(slack, silence, clock, () => timer);
  await channel.post(MESSAGE, 1_000);
  clock.pass(-86_400_000);
  timer = 29_000;
  expect(await channel.post(MESSAGE, 1_000)).toEqual({ kind: 'limited', retryAfterMs: 1_000 });
  timer = 30_000;
  expect(await channel.post(MESSAGE, 1_000)).toEqual({ kind: 'accepted' });
});
