/** Who hears of what, and when: submissions that are summed up, a second webhook for failures, URLs that failed before. */
import { describe, expect, it } from 'vitest';
import { TablestoreError } from '../lib/errors';
import { type SweepOptions, sweep } from '../lib/sweep';
import type { Entry } from '../lib/task';
import { asPlainText } from './cloud/slack/render';
import { MemoryList } from './support/memory-list';
import { type FakeWorld, fakeWorld, MINUTE, NOON, OPTIONS, waiting } from './support/world';

type Entries = readonly Partial<Entry>[];
const COMPLETE: Entries = [{ status: 'Complete' }];
const RUNNING: Entries = [{ status: 'Refreshing' }];
const FAILED: Entries = [{ status: 'Failed', description: 'OriginTimeout' }];

function submission(name: string, ...ids: string[]): MemoryList {
  return also(new MemoryList(), name, ...ids);
}

function also(list: MemoryList, name: string, ...ids: string[]): MemoryList {
  for (const id of ids) list.pending.set(id, waiting(id, { submission: name, label: `deploy ${name}` }));
  return list;
}

/** One sweep a row: what the CDN says of the tasks. */
async function sweeps(
  list: MemoryList,
  script: readonly Readonly<Record<string, Entries>>[],
  options: Partial<SweepOptions> = {},
  prepare: (world: FakeWorld, i: number) => void = () => undefined,
): Promise<{ readonly channel: string[]; readonly failures: string[]; readonly worlds: FakeWorld[] }> {
  const worlds: FakeWorld[] = [];
  for (const [i, entries] of script.entries()) {
    const world = fakeWorld(list, NOON + i * MINUTE);
    for (const [id, some] of Object.entries(entries)) world.cdn.entries.set(id, some);
    prepare(world, i);
    await sweep({ ...OPTIONS, ...options }, world);
    worlds.push(world);
  }
  const headlines = (of: 'channel' | 'failures') =>
    worlds.flatMap((world) => world[of].accepted.map((payload) => asPlainText(payload).split('\n')[0] ?? ''));
  return { channel: headlines('channel'), failures: headlines('failures'), worlds };
}

describe('a submission', () => {
  it('is told once, when all of it has ended', async () => {
    const list = submission('1.2.3', 'a', 'b', 'c');
    const { channel, worlds } = await sweeps(list, [
      { a: COMPLETE, b: RUNNING, c: RUNNING },
      { b: COMPLETE, c: RUNNING },
      { c: COMPLETE },
    ]);
    expect(channel).toEqual(['deploy 1.2.3: 3 of 3 URLs purged in 3 m']);
    expect(worlds[0]?.lines.at(-1)?.fields).toMatchObject({ settled: { complete: 1 }, held: 1, owed: 0, announced: 0 });
    expect([...list.done.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(list.pending.size).toBe(0);
  });

  it('has its failures told at once, and counted in its last message', async () => {
    const { channel } = await sweeps(submission('1.2.3', 'a', 'b', 'c'), [
      { a: FAILED, b: COMPLETE, c: RUNNING },
      { c: COMPLETE },
    ]);
    expect(channel).toEqual([
      'deploy 1.2.3: 1 failed, 1 task done, 1 task still running after 1 m',
      'deploy 1.2.3: 1 failed, 2 of 3 URLs purged, in 2 m',
    ]);
  });

  it('whose failure is the last of it is told in one message', async () => {
    const { channel } = await sweeps(submission('1.2.3', 'a', 'b'), [{ a: COMPLETE, b: RUNNING }, { b: FAILED }]);
    expect(channel).toEqual(['deploy 1.2.3: 1 failed, 1 of 2 URLs purged, in 2 m']);
  });

  it('does not wait for another one', async () => {
    const { channel } = await sweeps(also(submission('1', 'a'), '2', 'b', 'c'), [
      { a: COMPLETE, b: COMPLETE, c: RUNNING },
      { c: COMPLETE },
    ]);
    expect(channel).toEqual(['deploy 1: 1 of 1 URL purged in 1 m', 'deploy 2: 2 of 2 URLs purged in 2 m']);
  });

  it('that does not come to an end is told after an hour, with what is open, and once more when it has', async () => {
    const list = submission('1.2.3', 'a', 'b');
    const script = Array.from({ length: 62 }, (_, i) => (i === 0 ? { a: COMPLETE, b: RUNNING } : { b: RUNNING }));
    const { channel } = await sweeps(list, [...script, { b: COMPLETE }]);
    expect(channel).toEqual([
      'CDN: 1 overdue',
      'deploy 1.2.3: 1 of 1 URL purged, 1 task still running after 1 h 1 m',
      'deploy 1.2.3: 2 of 2 URLs purged in 1 h 3 m',
    ]);
  });

  it('is lost by no crash: what waits is on the list', async () => {
    const list = submission('1.2.3', 'a', 'b');
    await sweeps(list, [{ a: COMPLETE, b: RUNNING }]);
    expect(list.pending.get('a')).toMatchObject({ state: 'owed', ending: { outcome: 'complete' } });
    const { channel } = await sweeps(list, [{ b: COMPLETE }]);
    expect(channel).toEqual(['deploy 1.2.3: 2 of 2 URLs purged in 1 m']);
  });

  it('waits for nobody with ANNOUNCE=sweep', async () => {
    const { channel } = await sweeps(submission('1.2.3', 'a', 'b'), [{ a: COMPLETE, b: RUNNING }, { b: COMPLETE }], {
      announce: 'sweep',
    });
    expect(channel).toEqual(['CDN: 1 complete', 'CDN: 1 complete']);
  });

  it('is not summed up with NOTIFY=failures: successes are recorded at once, without a message', async () => {
    const list = submission('1.2.3', 'a', 'b', 'c');
    const { channel } = await sweeps(
      list,
      [{ a: COMPLETE, b: RUNNING, c: RUNNING }, { b: FAILED, c: RUNNING }, { c: COMPLETE }],
      { notify: 'failures' },
    );
    expect(channel).toEqual(['CDN: 1 failed']);
    expect([...list.done.keys()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('is told all the same when it can not be read what was told of it before', async () => {
    const list = submission('1.2.3', 'a');
    const { channel } = await sweeps(list, [{ a: COMPLETE }], {}, (world) => {
      world.list.told = async () => {
        throw new Error('no');
      };
    });
    expect(channel).toEqual(['deploy 1.2.3: 1 of 1 URL purged in 1 m']);
  });
});

it('a submission larger than one sweep can tell is summed up by the last message about it', async () => {
  const list = new MemoryList();
  const ids = Array.from({ length: 2_100 }, (_, i) => `t${i}`);
  for (const id of ids) list.pending.set(id, waiting(id, { submission: 's', label: 'films' }));
  const script = [Object.fromEntries(ids.map((id) => [id, COMPLETE])), {}, {}, {}, {}, {}, {}, {}];
  const { channel } = await sweeps(list, script, {}, (world, i) => {
    if (i === 0) world.channel.answers = [{ kind: 'bad-webhook', code: 'no_service' }];
  });
  expect(channel.at(-1)).toMatch(/^films: 2,100 of 2,100 URLs purged/);
  expect(list.pending.size).toBe(0);
});

describe('a webhook for failures', () => {
  const REVOKED = { kind: 'bad-webhook', code: 'no_service' } as const;

  it.each([
    ['as well', 'also', { channel: ['CDN: 1 failed, 1 complete'], failures: ['CDN: 1 failed'] }],
    ['there only', 'only', { channel: ['CDN: 1 complete'], failures: ['CDN: 1 failed'] }],
    ['nowhere else', 'none', { channel: ['CDN: 1 failed, 1 complete'], failures: [] }],
  ] as const)('hears of them %s', async (_, failures, expected) => {
    const list = new MemoryList();
    for (const id of ['a', 'b']) list.pending.set(id, waiting(id));
    expect(await sweeps(list, [{ a: FAILED, b: COMPLETE }], { failures })).toMatchObject(expected);
    expect(list.pending.size).toBe(0);
  });

  it.each(['channel', 'failures'] as const)(
    'that works hears of a failure once, while %s refuses it; that one hears of it later',
    async (broken) => {
      const list = new MemoryList();
      list.pending.set('a', waiting('a'));
      const script = [{ a: FAILED }, ...Array.from({ length: 11 }, () => ({}))];
      const told = await sweeps(list, script, { failures: 'also' }, (world, i) => {
        if (i < 8) world[broken].answers = [REVOKED];
      });
      expect([told.channel, told.failures]).toEqual([['CDN: 1 failed'], ['CDN: 1 failed']]);
      // A webhook that is refused for good is asked again every five minutes, and not every minute.
      expect(told.worlds.flatMap((world, i) => (world[broken].posts.length > 0 ? [i] : []))).toEqual([0, 5, 10]);
      expect(list.pending.size).toBe(0);
    },
  );

  it('that is told to wait does not keep the channel waiting', async () => {
    const list = new MemoryList();
    list.pending.set('a', waiting('a'));
    const { channel, failures } = await sweeps(list, [{ a: FAILED }], { failures: 'also' }, (world) => {
      world.failures.answers = [{ kind: 'limited', retryAfterMs: 600_000 }];
    });
    expect([channel.length, failures.length]).toEqual([1, 0]);
    expect(list.lease?.quiet).toEqual({ channel: NOON + 1_020 + 36, failures: NOON + 600_000 + 36 });
  });
});

describe('two webhooks', () => {
  const BAD = { kind: 'bad-message', code: 'invalid_blocks' } as const;
  const REVOKED = { kind: 'bad-webhook', code: 'no_service' } as const;
  const one = () => {
    const list = new MemoryList();
    list.pending.set('a', waiting('a'));
    return list;
  };

  it.each([
    ['one refuses the form and the other has heard: it is done', 'failures', [], 'done'],
    ['both refuse the form: it is dead', 'failures', [BAD, BAD], 'dead'],
  ] as const)('when %s', async (_, refusing, others, ends) => {
    const list = one();
    const { worlds } = await sweeps(list, [{ a: FAILED }], { failures: 'also' }, (world) => {
      world[refusing].answers = [BAD, BAD];
      world.channel.answers = [...others];
    });
    expect([list.done.size, list.dead.size]).toEqual(ends === 'done' ? [1, 0] : [0, 1]);
    expect(worlds[0]?.lines.at(-1)?.fields).toMatchObject({ owed: 0 });
  });

  it('when the first refuses the form and the second is down, the second hears of it later', async () => {
    const list = one();
    const script = [{ a: FAILED }, ...Array.from({ length: 7 }, () => ({}))];
    const { failures } = await sweeps(list, script, { failures: 'also' }, (world, i) => {
      world.channel.answers = [BAD, BAD];
      if (i === 0) world.failures.answers = [REVOKED];
    });
    expect(failures).toEqual(['CDN: 1 failed']);
    expect([list.done.size, list.dead.size, list.pending.size]).toEqual([1, 0, 0]);
  });

  it('one that is down does not use up the turns of the other, however much is owed to it', async () => {
    const list = new MemoryList();
    const script = [Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`f${i}`, FAILED]))];
    for (let i = 0; i < 2_100; i++) list.pending.set(`f${i}`, waiting(`f${i}`));
    const broken = (world: FakeWorld) => {
      world.failures.answers = [REVOKED];
    };
    await sweeps(list, script, { failures: 'only' }, broken);
    also(list, 's', 'x', 'y');
    const { channel } = await sweeps(
      list,
      [{ x: COMPLETE, y: RUNNING }, { y: COMPLETE }],
      { failures: 'only' },
      broken,
    );
    expect(channel).toEqual(['deploy s: 2 of 2 URLs purged in 2 m']);
  });

  it('what nobody can be told now is not written anew on every tick', async () => {
    const list = one();
    await sweeps(list, [{ a: FAILED }], { failures: 'also' }, (world) => {
      world.failures.answers = [{ kind: 'limited', retryAfterMs: 3_000_000 }];
    });
    const before = list.pending.get('a');
    await sweeps(list, [{}, {}], { failures: 'also' });
    expect(list.pending.get('a')).toEqual(before);
  });

  it('what one was told is written down before the other is waited for', async () => {
    const list = one();
    await sweeps(list, [{ a: FAILED }], { failures: 'also' }, (world) => {
      world.failures.onPost = () => {
        expect(list.pending.get('a')).toMatchObject({ told: ['channel'] });
      };
    });
    expect(list.done.size).toBe(1);
  });
});

describe('what was told of a submission that goes on', () => {
  it('is about wording only: when it can not be kept, nothing is told twice', async () => {
    const list = submission('1', 'a', 'b');
    const { channel } = await sweeps(
      list,
      [{ a: FAILED, b: RUNNING }, { b: RUNNING }, { b: COMPLETE }],
      {},
      (world) => {
        world.list.addTold = async () => {
          throw new TablestoreError('BatchWriteRow', 'OTSServerBusy', 'busy', false);
        };
      },
    );
    expect(channel).toEqual([
      'deploy 1: 1 failed, 1 task still running after 1 m',
      'deploy 1: 1 of 1 URL purged in 3 m',
    ]);
  });

  it('counts a task once, also when it was told twice', async () => {
    const list = submission('1', 'a', 'b');
    const archive = MemoryList.prototype.archive.bind(list);
    const { channel } = await sweeps(
      list,
      [{ a: FAILED, b: RUNNING }, { b: RUNNING }, { b: COMPLETE }],
      {},
      (world, i) => {
        world.list.archive = async (...given) => {
          if (i === 0) throw new TablestoreError('BatchWriteRow', 'OTSServerBusy', 'busy', false);
          return archive(...given);
        };
      },
    );
    expect(channel.at(-1)).toBe('deploy 1: 1 failed, 1 of 2 URLs purged, in 3 m');
  });

  it('says what was done with all of it, and not only with the last of it', async () => {
    const list = submission('1', 'a', 'b');
    const film = [{ status: 'Complete', kind: 'preload' }];
    const script = Array.from({ length: 62 }, (_, i) =>
      i === 0 ? { a: COMPLETE, b: [{ status: 'Refreshing', kind: 'preload' }] } : {},
    );
    const { channel } = await sweeps(list, [...script, { b: film }], {}, (world, i) => {
      if (i > 0 && i < 62) world.cdn.entries.set('b', [{ status: 'Refreshing', kind: 'preload' }]);
    });
    expect(channel.at(-1)).toMatch(/^deploy 1: 2 of 2 URLs done/);
  });
});

describe('a URL that failed once', () => {
  it('is told to be fine now, to fail again, and to have been fine the last time', async () => {
    const list = new MemoryList();
    const texts: string[] = [];
    for (const [i, entries] of [FAILED, FAILED, COMPLETE, COMPLETE, FAILED].entries()) {
      list.pending.set(`t${i}`, waiting(`t${i}`));
      const world = fakeWorld(list, NOON + i * MINUTE);
      world.cdn.entries.set(
        `t${i}`,
        entries.map((one) => ({ ...one, url: 'http://example.com/x' })),
      );
      await sweep(OPTIONS, world);
      texts.push(...world.channel.accepted.map((payload) => asPlainText(payload)));
    }
    const notes = /failed before, now fine|failed before too|was fine the last time/;
    expect(texts.map((text) => notes.exec(text)?.[0])).toEqual([
      undefined,
      'failed before too',
      'failed before, now fine',
      undefined,
      'was fine the last time',
    ]);
  });
});

describe('what could not be written', () => {
  const failure = new TablestoreError('BatchWriteRow', 'OTSServerBusy', 'busy', false);

  it('is not remembered as a failure before the same failure is told', async () => {
    const list = submission('1', 'a');
    const { worlds } = await sweeps(list, [{ a: FAILED }, { a: FAILED }], {}, (world, i) => {
      const save = MemoryList.prototype.save.bind(list);
      world.list.save = async (changes) =>
        i === 0 ? { ids: new Set(), lost: 0, failed: changes.map(() => failure) } : save(changes);
    });
    expect(asPlainText(worlds[1]?.channel.accepted[0] ?? {})).not.toContain('failed before');
  });

  it('of a digest in parts is counted in the last message, also when another sweep tells it', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `t${i}`);
    const long = (id: string) => [{ ...FAILED[0], url: `http://example.com/${id}/${'x'.repeat(400)}` }];
    const script = [Object.fromEntries(ids.map((id) => [id, long(id)])), {}, {}, {}, {}, {}];
    const { channel } = await sweeps(submission('1', ...ids), script, {}, (world, i) => {
      if (i === 0) world.channel.answers = [{ kind: 'accepted' }, { kind: 'bad-webhook', code: 'no_service' }];
    });
    expect(channel.at(0)).toMatch(/\(part 1 of 5\)$/);
    expect(channel.at(-1)).toMatch(/^deploy 1: 40 of 40 URLs failed in 1 m \(part/);
  });
});

describe('after a week of silence', () => {
  it('a thousand failures make a few messages, and none of them is left out of the counts', async () => {
    const list = new MemoryList();
    for (let i = 0; i < 1_000; i++) list.pending.set(`t${i}`, waiting(`t${i}`));
    const script = [Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`t${i}`, FAILED]))];
    const { channel, worlds } = await sweeps(list, script);
    expect(channel.length).toBeLessThanOrEqual(5);
    expect(worlds[0]?.lines.at(-1)?.fields).toMatchObject({ announced: 1_000, owed: 0 });
    expect(channel.reduce((sum, text) => sum + Number(/([\d,]+) failed/.exec(text)?.[1]?.replace(',', '')), 0)).toBe(
      1_000,
    );
  });
});
