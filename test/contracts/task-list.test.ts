/** What every list promises, said once and tried on the one in memory and on the one in Tablestore. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lease } from '../../lib/ports';
import type { Owed, Waiting } from '../../lib/task';
import { inMemory, inTablestore, type Listing } from '../support/listing';

const NOW = Date.UTC(2026, 10, 23, 12);

function waiting(id: string, epoch = 0): Waiting {
  return {
    id,
    state: 'waiting',
    urls: ['http://example.com/a.js'],
    epoch,
    added: NOW,
    label: 'deploy 1.2.3',
    kind: 'file',
  };
}

function owed(id: string, epoch: number): Owed {
  return {
    ...waiting(id, epoch),
    state: 'owed',
    settled: NOW,
    ending: {
      outcome: 'failed',
      reasons: ['OriginTimeout'],
      total: 3,
      failed: 1,
      urls: ['http://example.com/a.js'],
      took: 5,
    },
  };
}

const lease = (epoch: number, fields: Partial<Lease> = {}): Lease => ({
  owner: `owner-${epoch}`,
  epoch,
  until: NOW,
  ...fields,
});

describe.each([
  ['in memory', inMemory],
  ['in Tablestore', inTablestore],
])('the list %s', (_, open) => {
  let listing: Listing;
  beforeEach(async () => {
    listing = await open();
  });
  afterEach(() => listing.close());

  it('is empty and has no lease when it is new', async () => {
    expect(await listing.list.read()).toMatchObject({ tasks: [], unreadable: [] });
    expect(await listing.list.read()).not.toHaveProperty('lease');
  });

  it('gives back every task as it was put, in the order of the ids', async () => {
    const tasks = [
      waiting('10'),
      owed('9', 4),
      { ...waiting('é'), absentSince: NOW - 1 },
      { ...waiting('z'), overdue: 'told' as const },
    ];
    for (const task of tasks) await listing.put(task);
    const { tasks: read } = await listing.list.read();
    expect(read).toEqual([tasks[0], tasks[1], tasks[3], tasks[2]]);
  });

  describe('a write', () => {
    it('succeeds on a row that is as it was read', async () => {
      await listing.put(waiting('a'));
      const { ids, lost } = await listing.list.save([{ before: waiting('a'), after: owed('a', 5) }]);
      expect([[...ids], lost]).toEqual([['a'], 0]);
      expect((await listing.list.read()).tasks).toEqual([owed('a', 5)]);
    });

    it.each<[string, Waiting | Owed | undefined]>([
      ['settled by another sweep', owed('a', 6)],
      ['settled by an earlier sweep', owed('a', 4)],
      ['written by a later epoch', waiting('a', 6)],
      ['taken off the list', undefined],
    ])('is lost, and changes nothing, on a row that was %s', async (_, row) => {
      if (row) await listing.put(row);
      const { ids, lost, failed } = await listing.list.save([{ before: waiting('a'), after: owed('a', 5) }]);
      expect([[...ids], lost, failed]).toEqual([[], 1, []]);
      expect((await listing.list.read()).tasks).toEqual(row ? [row] : []);
    });

    it('does not keep its neighbours from being written when it is lost', async () => {
      await listing.put(waiting('a', 9));
      await listing.put(waiting('b'));
      const { ids } = await listing.list.save(['a', 'b'].map((id) => ({ before: waiting(id), after: owed(id, 5) })));
      expect([...ids]).toEqual(['b']);
    });

    it('counts as done when it is repeated, since its first attempt may have been answered to nobody', async () => {
      await listing.put(waiting('a'));
      const change = { before: waiting('a'), after: owed('a', 5) };
      await listing.list.save([change]);
      expect([...(await listing.list.save([change])).ids]).toEqual(['a']);
    });

    it('takes away what the task no longer has', async () => {
      const absent = { ...waiting('a'), absentSince: NOW };
      await listing.put(absent);
      await listing.list.save([{ before: absent, after: waiting('a', 5) }]);
      expect((await listing.list.read()).tasks).toEqual([waiting('a', 5)]);
    });

    it('claims an owed task for a later epoch, once', async () => {
      await listing.put(owed('a', 4));
      const claim = (epoch: number) => listing.list.save([{ before: owed('a', 4), after: owed('a', epoch) }]);
      expect([...(await claim(7)).ids]).toEqual(['a']);
      expect([...(await claim(6)).ids]).toEqual([]);
    });
  });

  it.each([17_636_000_000, 1_795_435_200_000])('writes a row whose epoch somebody set to %i', async (epoch) => {
    await listing.put(waiting('a', epoch));
    const [before] = (await listing.list.read()).tasks;
    if (!before) throw new Error('the row can not be read');
    const after = owed('a', 1_795_435_200);
    expect((await listing.list.save([{ before, after }])).ids).toEqual(new Set(['a']));
    await listing.list.archive([after], { at: NOW, digest: 'x' });
    expect(await listing.ids('pending')).toEqual([]);
  });

  describe('the lease', () => {
    it('is taken once', async () => {
      expect(await listing.list.takeLease(lease(1), undefined)).toBe(true);
      expect(await listing.list.takeLease(lease(2, { owner: 'late' }), undefined)).toBe(false);
      expect((await listing.list.read()).lease).toEqual(lease(1));
    });

    it('is taken over only from the epoch that was read', async () => {
      await listing.list.takeLease(lease(5), undefined);
      expect(await listing.list.takeLease(lease(6), lease(5))).toBe(true);
      expect(await listing.list.takeLease(lease(6, { owner: 'late' }), lease(5))).toBe(false);
    });

    it('is held by the epoch that took it last', async () => {
      await listing.list.takeLease(lease(5), undefined);
      expect([await listing.list.holdsLease(5), await listing.list.holdsLease(4)]).toEqual([true, false]);
    });

    it('is given back with what the next sweep needs', async () => {
      const quiet = { channel: NOW + 1, failures: NOW + 2 };
      const mine = lease(5, {
        cursor: 'é',
        asked: NOW,
        quiet,
        fault: 'Forbidden.RAM',
        faultTold: NOW,
        urls: 'abcdefghijkl!',
      });
      await listing.list.takeLease(lease(5), undefined);
      await listing.list.giveBack(mine);
      expect((await listing.list.read()).lease).toEqual({ ...mine, until: 0 });
      await listing.list.giveBack(lease(5, { cursor: undefined }));
      expect((await listing.list.read()).lease).toEqual(lease(5, { until: 0 }));
    });

    it('says at once how long the webhooks are to be left alone, and stays with its owner', async () => {
      await listing.list.takeLease(lease(5, { cursor: 'x' }), undefined);
      await listing.list.keepQuiet(5, { channel: NOW + 1, failures: NOW + 2 });
      const kept = lease(5, { cursor: 'x', quiet: { channel: NOW + 1, failures: NOW + 2 } });
      expect((await listing.list.read()).lease).toEqual(kept);
      await listing.list.keepQuiet(4, { channel: NOW });
      expect((await listing.list.read()).lease).toEqual(kept);
    });

    it('is not given back by somebody who has lost it', async () => {
      await listing.list.takeLease(lease(5), undefined);
      await listing.list.takeLease(lease(6), lease(5));
      await listing.list.giveBack(lease(5, { cursor: 'x' }));
      expect((await listing.list.read()).lease).toEqual(lease(6));
    });
  });

  describe('what was told of a submission that goes on', () => {
    const tally = (complete: number, from: number) => ({
      urls: { complete, failed: 1, missing: 0, expired: 0, rejected: 0 },
      tasks: 2,
      kinds: ['file'],
      from,
      until: from + 5,
    });

    it('is summed up over its messages, and what is written twice counts once', async () => {
      await listing.list.addTold('d1', new Map([['s', tally(3, NOW)]]));
      await listing.list.addTold('d1', new Map([['s', tally(3, NOW)]]));
      await listing.list.addTold(
        'd2',
        new Map([
          ['s', tally(4, NOW - 1)],
          ['other', tally(1, NOW)],
        ]),
      );
      expect((await listing.list.told(['s', 'nobody'])).get('s')).toEqual({
        urls: { complete: 7, failed: 2, missing: 0, expired: 0, rejected: 0 },
        tasks: 4,
        kinds: ['file'],
        from: NOW - 1,
        until: NOW + 5,
      });
      expect([...(await listing.list.told(['s', 'nobody'])).keys()]).toEqual(['s']);
    });
  });

  describe('who has heard of a task', () => {
    it('is kept with it', async () => {
      await listing.put(owed('a', 5));
      const before = owed('a', 5);
      await listing.list.save([{ before, after: { ...before, told: ['failures'] } }]);
      expect((await listing.list.read()).tasks).toEqual([{ ...before, told: ['failures'] }]);
    });
  });

  describe('what was told', () => {
    it('is recorded and taken off', async () => {
      await listing.put(owed('a', 5));
      await listing.list.archive([owed('a', 5)], { at: NOW, digest: 'abc' });
      expect([await listing.ids('pending'), await listing.ids('done')]).toEqual([[], ['a']]);
    });

    it('stays on the list when a later epoch has claimed it, and is recorded all the same', async () => {
      await listing.put(owed('a', 6));
      await listing.list.archive([owed('a', 5)], { at: NOW, digest: 'abc' });
      expect([await listing.ids('pending'), await listing.ids('done')]).toEqual([['a'], ['a']]);
    });

    it('is recognised by when it was settled', async () => {
      await listing.list.archive([owed('a', 5)], { at: NOW, digest: 'abc' });
      const again = { ...owed('a', 9), settled: NOW + 1 };
      expect([...(await listing.list.recorded([owed('a', 5), owed('b', 5)]))]).toEqual(['a']);
      expect([...(await listing.list.recorded([again]))]).toEqual([]);
    });

    it('is dropped from the list when it was recorded before', async () => {
      await listing.put(owed('a', 5));
      await listing.list.drop([owed('a', 5)]);
      expect(await listing.ids('pending')).toEqual([]);
    });
  });

  it('keeps dead rows where a person can see them', async () => {
    await listing.put(owed('a', 5));
    await listing.list.bury([{ task: owed('a', 5), reason: 'Slack refused the message: invalid_blocks' }]);
    expect([await listing.ids('pending'), await listing.ids('dead')]).toEqual([[], ['a']]);
  });

  it('does nothing when asked to write nothing', async () => {
    expect(await listing.list.save([])).toEqual({ ids: new Set(), lost: 0, failed: [] });
    await listing.list.archive([], { at: NOW, digest: '' });
    await listing.list.bury([]);
    expect((await listing.list.recorded([])).size).toBe(0);
  });
});
