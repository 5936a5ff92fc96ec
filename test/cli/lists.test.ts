/** `list`, `show`, `forget`, `requeue` and `retry`, on a list with a task of every kind. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, settingsFor, startCloud, TABLE } from '../cloud/cloud';
import { Refusal } from '../cloud/tablestore/refusal';
import { cdnTasks, type Ended, jsonOf, start } from './command';

const ADDED = Date.UTC(2026, 10, 23, 14, 0);
const SETTLED = ADDED + 301_000;
const AT = { added: BigInt(ADDED), settled: BigInt(SETTLED), epoch: 7n };

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(async () => {
  await cloud.client.deleteTable({ tableName: TABLE }).catch(() => undefined);
  await cloud.createTable();
});

const run = (...args: string[]): Promise<Ended> => cdnTasks(args, settingsFor(cloud));
const seed = (...rows: Record<string, string | bigint>[]) =>
  cloud.tablestore.seed(
    TABLE,
    rows.map((row) => ({ ...row })),
  );
const keys = () => cloud.tablestore.rows(TABLE).map(({ list, id }) => `${list}/${id}`);

function failed(id: string, more: Record<string, unknown> = {}, columns: Record<string, string> = {}) {
  const ending = {
    outcome: 'failed',
    reasons: ['OriginTimeout'],
    total: 3,
    failed: 1,
    urls: [`https://www.example.com/${id}.js`],
    took: 301_000,
    ...more,
  };
  return { list: 'done', id, state: 'done', kind: 'file', ...AT, ending: JSON.stringify(ending), ...columns };
}

const ONE_OF_EACH = [
  { list: 'pending', id: '1', label: 'deploy 1', kind: 'file', urls: 'https://www.example.com/1.js', added: AT.added },
  { list: 'pending', id: '2' },
  { ...failed('3'), list: 'pending', state: 'owed' },
  { ...failed('4', {}, { label: 'deploy 1' }), announced: BigInt(SETTLED + 1_000), digest: 'abcd1234' },
  failed('5', { outcome: 'complete', failed: 0, reasons: [] }),
  { list: 'dead', id: '6', reason: 'column added is not an integer', row: '{"label":"deploy 1","added":"x"}' },
  { list: 'pending', id: '7', added: 'yesterday' },
];

describe('list', () => {
  it('shows every task with its state, and what there is to say of it', async () => {
    seed(...ONE_OF_EACH);
    const { code, out } = await run('list');
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => line.split(/ {2,}/).join(' | '));
    expect(lines).toEqual([
      'STATE | TASK | LABEL | KIND | TIME',
      'pending | 1 | deploy 1 | file | 2026-11-23 14:00 UTC | https://www.example.com/1.js',
      'pending | 2',
      "unreadable | 7 | can't be read: column added is not an integer",
      'owed | 3 | file | 2026-11-23 14:05 UTC | failed: the origin did not answer in time (OriginTimeout) · 1 of 3 URLs · after 5 m 1 s · https://www.example.com/3.js',
      'dead | 6 | deploy 1 | column added is not an integer',
      'done | 4 | deploy 1 | file | 2026-11-23 14:05 UTC | failed: the origin did not answer in time (OriginTimeout) · 1 of 3 URLs · after 5 m 1 s · https://www.example.com/4.js',
      'done | 5 | file | 2026-11-23 14:05 UTC | complete · 3 URLs · after 5 m 1 s · https://www.example.com/5.js',
      '',
    ]);
  });

  it.each([
    ['a state', ['--state', 'owed'], ['3']],
    ['two states', ['--state', 'dead', 'done'], ['6', '4', '5']],
    ['a label', ['--label', 'deploy 1'], ['1', '6', '4']],
    ['both', ['--label', 'deploy 1', '-s', 'pending'], ['1']],
    ['nothing that is there', ['--label', 'deploy'], []],
  ])('can be cut down to %s', async (_, args, ids) => {
    seed(...ONE_OF_EACH);
    const { tasks } = jsonOf(await run('list', '--json', ...args)) as { tasks: { id: string }[] };
    expect(tasks.map(({ id }) => id)).toEqual(ids);
  });

  it('reads on behind the first page, and shows no more than anybody reads', async () => {
    seed(...Array.from({ length: 5_100 }, (_, i) => ({ list: 'pending', id: String(10_000 + i) })));
    const { code, out } = await run('list');
    expect([code, out.split('\n').length]).toEqual([0, 203]);
    expect(out).toContain('… and 4,900 more tasks: use --limit');
    expect(jsonOf(await run('list', '--json', '-n', '1'))).toMatchObject({ count: 5_100, tasks: [{ id: '10000' }] });
  });

  it('shows more rows than a call has arguments', async () => {
    const rows = Array.from({ length: 130_000 }, (_, i) => ({ list: 'pending', id: String(100_000 + i) }));
    cloud.tablestore.seed(TABLE, rows);
    expect(jsonOf(await run('list', '--json', '--limit', '1'))).toMatchObject({ count: 130_000 });
  });

  it('says that there is nothing', async () => {
    expect((await run('list')).out).toBe('no tasks\n');
  });

  it('lets no text of a row move the cursor or forge a line', async () => {
    seed({ list: 'pending', id: '1', label: 'a\u001b[2Jb\u202e', urls: 'http://example.com/\u001b]0;x\u0007' });
    const { out } = await run('list');
    expect(out).toContain('a [2Jb');
    expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  it('of a time that is none shows the rest', async () => {
    seed({ list: 'pending', id: '1', added: 9_007_199_254_740_991n });
    expect(await run('list')).toMatchObject({ code: 0, out: expect.stringContaining('pending  1') });
    expect(jsonOf(await run('show', '1', '--json'))).toEqual({ state: 'pending', id: '1', urls: [] });
  });
});

describe('show', () => {
  it('shows all that is known', async () => {
    seed(...ONE_OF_EACH);
    const { code, out } = await run('show', '4');
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'task:       4',
        'state:      done: Slack has been told',
        'outcome:    failed: the origin did not answer in time (OriginTimeout) · 1 of 3 URLs · after 5 m 1 s',
        'label:      deploy 1',
        'kind:       file',
        'added:      2026-11-23 14:00 UTC',
        'URL:        https://www.example.com/4.js',
        'ended:      2026-11-23 14:05 UTC',
        'told:       2026-11-23 14:05 UTC',
        'digest:     abcd1234',
        '',
      ],
    ]);
  });

  it('shows a task in every state', async () => {
    seed(...ONE_OF_EACH);
    const words = [
      ['1', 'being watched'],
      ['3', 'Slack will be told'],
      ['6', 'reason:     column added is not an integer'],
      ['7', "on pending, but its row can't be read"],
    ] as const;
    const ended = await Promise.all(words.map(([id]) => run('show', id)));
    expect(ended).toMatchObject(words.map(([, text]) => ({ code: 0, out: expect.stringContaining(text) })));
  });

  it('prints JSON with times in ISO form', async () => {
    seed(...ONE_OF_EACH);
    expect(jsonOf(await run('show', '4', '--json'))).toEqual({
      state: 'done',
      id: '4',
      label: 'deploy 1',
      kind: 'file',
      urls: [],
      added: '2026-11-23T14:00:00.000Z',
      settled: '2026-11-23T14:05:01.000Z',
      outcome: 'failed',
      reasons: ['OriginTimeout'],
      total: 3,
      failed: 1,
      failedUrls: ['https://www.example.com/4.js'],
      took: 301_000,
      announced: '2026-11-23T14:05:02.000Z',
      digest: 'abcd1234',
    });
  });

  it('says that there is no such task', async () => {
    const ids = ['99', 'abc', '<!channel>'];
    const ended = await Promise.all(ids.map((id) => run('show', id)));
    expect(ended).toMatchObject(
      ids.map((id) => ({ code: 1, err: expect.stringContaining(`there is no task ${id} on the lists`) })),
    );
  });
});

describe('forget', () => {
  it('takes tasks off the list, and says which were not there', async () => {
    seed(...ONE_OF_EACH);
    const { code, out } = await run('forget', '1', '4', '7');
    expect([code, out]).toEqual([1, '1 is forgotten\n4 is not on the list: nothing to forget\n7 is forgotten\n']);
    expect(keys()).toEqual(['dead/6', 'done/4', 'done/5', 'pending/2', 'pending/3']);
    expect(jsonOf(await run('forget', '2', '--json'))).toEqual({ forgotten: ['2'], unknown: [] });
  });
});

it.each(['stdout', 'stderr'] as const)('forget goes on to its end when nobody reads %s', async (stream) => {
  seed(...ONE_OF_EACH);
  const { child, ended } = start(['forget', '1', '2', '99', '3'], settingsFor(cloud));
  child[stream]?.destroy();
  expect((await ended).code).toBe(1);
  expect(keys().filter((key) => key.startsWith('pending'))).toEqual(['pending/7']);
});

it('forget says what it did before it could not go on', async () => {
  seed(...ONE_OF_EACH);
  cloud.tablestore.refuseRows((_, { id }) =>
    id === '2' ? new Refusal(403, 'OTSNoPermissionAccess', 'You have no permission.') : undefined,
  );
  const ended = await run('forget', '1', '2', '3', '--json');
  cloud.tablestore.refuseRows(() => undefined);
  expect(ended.code).toBe(3);
  expect(jsonOf(ended)).toMatchObject({ forgotten: ['1'], trouble: expect.stringContaining('You have no permission') });
  expect(keys()).toEqual(expect.arrayContaining(['pending/2', 'pending/3']));
});

describe('requeue', () => {
  it('has a dead task watched again, with what its row still says', async () => {
    seed(...ONE_OF_EACH);
    expect(await run('requeue', '6')).toMatchObject({ code: 0, out: '6 is being watched again\n' });
    expect(cloud.tablestore.rows(TABLE).filter(({ id }) => id === '6')).toEqual([
      { list: 'pending', id: '6', state: 'waiting', epoch: 0n, label: 'deploy 1' },
    ]);
  });

  it.each(['', 'cut off {"label', '[1]', '{"label":1,"urls":{}}'])('takes a row that says nothing: %j', async (row) => {
    seed({ list: 'dead', id: '6', reason: 'x', row });
    expect((await run('requeue', '6', '--json')).code).toBe(0);
    expect(keys()).toEqual(['pending/6']);
  });

  it('changes nothing when the task is on the list already, or not on dead', async () => {
    seed(...ONE_OF_EACH, { list: 'dead', id: '1', reason: 'x', row: '{}' });
    const before = cloud.tablestore.rows(TABLE);
    expect(await run('requeue', '1')).toMatchObject({ code: 1, err: expect.stringContaining('on the list already') });
    expect(await run('requeue', '4')).toMatchObject({ code: 1, err: expect.stringContaining('4 is not on dead') });
    expect(cloud.tablestore.rows(TABLE)).toEqual(before);
  });
});

describe('retry', () => {
  const BAD_URL = { urls: ['http://localhost/a'] };
  const retried = () =>
    cloud.tablestore
      .rows(TABLE)
      .filter((row) => row.retried !== undefined)
      .map(({ id }) => id);
  const fresh = () => cloud.tablestore.rows(TABLE).filter(({ list }) => list === 'pending');

  it('submits the failed URLs of a task again, as what they were and with their label', async () => {
    seed(failed('1', { urls: ['https://www.example.com/img/'] }, { kind: 'directory', label: 'deploy 1' }));
    const { code, out } = await run('retry', '1');
    expect([code, out]).toEqual([0, expect.stringContaining('1 task on the list')]);
    expect(fresh()).toMatchObject([{ kind: 'directory', label: 'deploy 1', urls: 'https://www.example.com/img/' }]);
  });

  it('of all failed tasks, each once', async () => {
    seed(
      failed('1'),
      failed('2', {}, { kind: 'preload' }),
      failed('3', { outcome: 'complete', failed: 0 }),
      failed('4', {}, { kind: 'ignoreparams', label: 'x' }),
    );
    expect(jsonOf(await run('retry', '--failed', '--label', 'x', '--json'))).toMatchObject({ of: ['4'] });
    expect(jsonOf(await run('retry', '--failed', '--json'))).toMatchObject({ of: ['1', '2'], failed: [] });
    expect(await run('retry', '--failed')).toMatchObject({ code: 0, out: 'no failed tasks to retry\n' });
    expect(fresh().map(({ kind }) => kind)).toEqual(expect.arrayContaining(['file', 'preload', 'ignore-params']));
    expect((await run('show', '1')).out).toMatch(/retried: {4}in submission [\w-]+\n/);
  });

  it('of all failed tasks leaves out what can not be retried, says why, and submits the others', async () => {
    seed(
      failed('1', {}, { kind: 'path' }),
      failed('2', BAD_URL),
      failed('3', { failed: 5 }),
      failed('4', {}, { label: 'x'.repeat(201) }),
      failed('5'),
    );
    const ended = await run('retry', '--failed', '--json');
    expect(ended.code).toBe(1);
    expect(jsonOf(ended)).toMatchObject({
      of: ['5'],
      failed: [],
      skipped: [
        { id: '1', reason: expect.stringContaining('1 is of unknown kind') },
        { id: '2', reason: expect.stringContaining('has no domain name') },
        { id: '3', reason: expect.stringContaining('only 1 are kept') },
        { id: '4', reason: expect.stringContaining('--label is longer than 200 characters') },
      ],
    });
    expect(ended.err.match(/^skipped: \d/gm)).toHaveLength(4);
    expect(retried()).toEqual(['5']);
  });

  it('does not take a URL for submitted that the CDN refused, however it was written', async () => {
    seed(failed('1', { urls: ['http://www.example.com/ä.png'] }));
    const body = '{"Code":"InvalidObjectPath.Malformed","Message":"no"}';
    cloud.cdn.faults.when(() => ({ kind: 'answer', answer: { status: 400, body } }));
    const ended = await run('retry', '--failed', '--json');
    cloud.cdn.faults.clear();
    expect(ended.code).toBe(1);
    expect(jsonOf(ended)).toMatchObject({ failed: [{ urls: ['http://www.example.com/%C3%A4.png'] }] });
    expect(retried()).toEqual([]);
  });

  it('says which tasks could not be marked', async () => {
    seed(failed('1'), failed('2'));
    cloud.tablestore.refuseRows((_, { list, id }) =>
      list === 'done' && id === '2' ? new Refusal(403, 'OTSNoPermissionAccess', 'You have no permission.') : undefined,
    );
    const ended = await run('retry', '--failed', '--json');
    cloud.tablestore.refuseRows(() => undefined);
    expect(ended.err).toContain('could not be marked so: 2;');
    expect(jsonOf(ended)).toMatchObject({ of: ['1', '2'], unmarked: ['2'] });
    expect(retried()).toEqual(['1']);
  });

  it('does nothing when there is anything it can not do, and names all of it', async () => {
    seed(
      ...ONE_OF_EACH,
      failed('8', { failed: 5 }),
      failed('9', {}, { kind: 'path' }),
      failed('10', { urls: [] }),
      failed('11', BAD_URL),
    );
    const before = cloud.tablestore.rows(TABLE);
    const { code, err } = await run('retry', '1', '3', '4', '5', '6', '7', '8', '9', '10', '11');
    expect([code, err.split('\n')]).toEqual([
      1,
      [
        'nothing was submitted:',
        '  1 is still being watched: it has not ended yet',
        '  Slack has yet to be told of 3; run cdn-tasks poll first',
        '  5 ended as complete: it has no failed URLs to submit again',
        '  6 is on dead: have it watched again with "cdn-tasks requeue"',
        '  7 has a row that can not be read: see "cdn-tasks show"',
        '  8 has 5 failed URLs, of which only 1 are kept: submit them from where you have them, or only these with --partial',
        '  9 is of unknown kind: submit its URLs with "cdn-tasks refresh" or "cdn-tasks preload"',
        '  10 has no URL that was kept whole: submit its URLs from where you have them',
        '  11 has a URL that can not be submitted, it has no domain name: http://localhost/a',
        '',
      ],
    ]);
    expect((await run('retry', '99')).code).toBe(1);
    expect(cloud.tablestore.rows(TABLE)).toEqual(before);
  });

  it('submits what is kept of a large task when that is wanted', async () => {
    seed(failed('8', { failed: 5 }));
    expect((await run('retry', '8', '--partial')).code).toBe(0);
    expect(fresh()).toHaveLength(1);
  });

  it('says what was not sent when one of several calls fails, and marks only what was', async () => {
    seed(failed('1'), failed('2', {}, { kind: 'preload' }), failed('3', {}, { kind: 'preload', label: 'x' }));
    let invocations = 0;
    cloud.functions.faults.when(() => (++invocations === 2 ? { kind: 'lost' } : undefined));
    const ended = await run('retry', '--failed', '--json');
    cloud.functions.faults.clear();
    expect(ended.code).toBe(3);
    // The first part is named as soon as it is known.
    expect(ended.err).toMatch(/^sending part 1 of 3 …\n1 task on the list:\n {2}\d+ {2}file, .*\nsending part 2 of 3/);
    expect(jsonOf(ended)).toMatchObject({
      tasks: [{ kind: 'file' }],
      unclear: ['https://www.example.com/2.js'],
      notSent: ['https://www.example.com/3.js'],
    });
    expect(cloud.tablestore.rows(TABLE).filter(({ retried }) => retried !== undefined)).toMatchObject([{ id: '1' }]);
  });
});
