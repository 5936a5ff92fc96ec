/** The built submit function, run as the platform runs it, on the local cloud. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubmissionAnswer } from '../../lib/submission';
import { Refusal } from '../cloud/cdn/refusal';
import { failure } from '../cloud/cdn/reply';
import { type Cloud, startCloud, TABLE } from '../cloud/cloud';
import type { Invocation } from '../cloud/functions/function';
import { Refusal as TablestoreRefusal } from '../cloud/tablestore/refusal';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ securityToken: 'CAISrole-token-0123456789' });
  await cloud.createTable();
  cloud.tablestore.requests.clear();
});
afterEach(() => cloud.close());

function invoke(event: unknown): Promise<Invocation> {
  return cloud.functions.invoke(
    cloud.submit.name,
    Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
  );
}

async function submit(event: unknown): Promise<SubmissionAnswer> {
  const invocation = await invoke(event);
  if (invocation.kind !== 'result') throw new Error(invocation.errorMessage);
  return JSON.parse(invocation.body.toString()) as SubmissionAnswer;
}

const pending = () => cloud.tablestore.rows(TABLE).filter(({ list }) => list === 'pending');
const urls = (count: number, host = 'example.com') => Array.from({ length: count }, (_, i) => `http://${host}/${i}`);

describe('a submission', () => {
  it('purges, prefetches and watches, and puts every task on the list with what is known of it', async () => {
    const answer = await submit({
      refresh: { urls: urls(2) },
      preload: { urls: ['http://example.com/film.mp4'], label: 'film' },
      watch: ['77,78'],
      label: 'deploy 1.2.3',
    });
    expect(answer.failed).toEqual([]);
    expect(answer.tasks).toEqual([
      { id: expect.any(String), kind: 'file', urls: 2, listed: 'added' },
      { id: expect.any(String), kind: 'preload', urls: 1, listed: 'added' },
      { id: '77', urls: 0, listed: 'added' },
      { id: '78', urls: 0, listed: 'added' },
    ]);
    const rows = Object.fromEntries(pending().map(({ id, ...row }) => [String(id), row]));
    const [file, film] = answer.tasks;
    expect(rows[file?.id ?? '']).toMatchObject({
      label: 'deploy 1.2.3',
      submission: answer.submission,
      kind: 'file',
      urls: 'http://example.com/0\nhttp://example.com/1',
      added: expect.any(BigInt),
    });
    expect(rows[film?.id ?? '']).toMatchObject({ label: 'film', kind: 'preload' });
    expect(Object.keys(rows)).toHaveLength(4);
  });

  it.each([
    ['2,500 files', { refresh: { urls: urls(2_500) } }, 2_500],
    ['101 directories', { refresh: { urls: urls(100).map((url) => `${url}/`), type: 'directory' } }, 100],
    ['250 prefetches', { preload: { urls: urls(250) } }, 250],
    [
      'files of 25 domains',
      { refresh: { urls: Array.from({ length: 25 }, (_, i) => `http://d${i}.example.com/`) } },
      25,
    ],
  ])('of %s becomes calls within the limits', async (_, event, count) => {
    const { tasks, failed, refused } = await submit(event);
    expect([failed, refused]).toEqual([[], undefined]);
    expect(tasks.reduce((sum, { id }) => sum + (cloud.cdn.tasks.report(id)?.length ?? 0), 0)).toBeGreaterThanOrEqual(
      count,
    );
    expect(new Set(pending().map(({ id }) => id))).toEqual(new Set(tasks.map(({ id }) => id)));
  });

  it('keeps a task that is on the list already as it is, and says so', async () => {
    await submit({ watch: ['77'], label: 'first' });
    expect((await submit({ watch: ['77'], label: 'second' })).tasks).toEqual([
      { id: '77', urls: 0, listed: 'already' },
    ]);
    expect(pending()).toMatchObject([{ label: 'first' }]);
  });

  it('is told in Slack by its label once its tasks have ended', async () => {
    const { tasks } = await submit({ refresh: { urls: ['http://example.com/a.js'] }, label: 'deploy 1.2.3' });
    cloud.cdn.tasks.add(tasks[0]?.id ?? '', {
      url: 'http://example.com/a.js',
      life: { steps: [{ afterMs: 0, status: 'Complete', process: '100%' }] },
    });
    await cloud.functions.tick(cloud.poll.name);
    expect(JSON.stringify(cloud.slack.messages)).toContain('deploy 1.2.3');
  });
});

describe('a request that is wrong', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', 'refresh everything', 'the event must be a JSON object'],
    [
      'a bad URL among good ones',
      { refresh: { urls: [...urls(3), 'example.com/a'] } },
      'refresh.urls[3] does not begin with http',
    ],
    ['an unknown field', { refresh: { urls: urls(1) }, lable: 'x' }, 'lable is not a field'],
  ])('is refused as a whole for %s, and nothing is submitted', async (_, event, fault) => {
    const { tasks, refused } = await submit(event);
    expect(tasks).toEqual([]);
    expect(refused?.join()).toContain(fault);
    expect([cloud.cdn.tasks.ids, pending()]).toEqual([[], []]);
  });

  it('is refused as a whole when the quota of the day is not enough for it', async () => {
    const { refused } = await submit({ refresh: { urls: urls(101).map((url) => `${url}/`), type: 'directory' } });
    expect(refused).toEqual([expect.stringContaining('101 directory URLs were asked for, and 100 are left today')]);
    expect([cloud.cdn.tasks.ids, pending()]).toEqual([[], []]);
  });
});

describe('nothing is lost', () => {
  it('when Tablestore is busy after the CDN has accepted: the rows are written later', async () => {
    let refusals = 2;
    cloud.tablestore.refuseRows((_, { list }) =>
      list === 'pending' && refusals-- > 0 ? new TablestoreRefusal(503, 'OTSServerBusy', 'busy') : undefined,
    );
    const { tasks } = await submit({ refresh: { urls: urls(1) } });
    expect(tasks).toMatchObject([{ listed: 'added' }]);
    expect(pending()).toHaveLength(1);
  });

  it('when Tablestore can not be written after the CDN has accepted: answer and log carry the ids, for watch', async () => {
    cloud.tablestore.refuseRows((_, { list }) =>
      list === 'pending' ? new TablestoreRefusal(503, 'OTSServerBusy', 'busy') : undefined,
    );
    const invocation = await invoke({ refresh: { urls: urls(1) } });
    const { tasks } = JSON.parse(invocation.kind === 'result' ? invocation.body.toString() : '{}') as SubmissionAnswer;
    expect(tasks).toEqual([{ id: expect.any(String), kind: 'file', urls: 1, listed: 'unlisted' }]);
    const errors = invocation.logs.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(errors).toEqual([expect.objectContaining({ ids: [tasks[0]?.id], msg: expect.stringContaining('watch') })]);

    cloud.tablestore.refuseRows(() => undefined);
    expect((await submit({ watch: [tasks[0]?.id] })).tasks).toMatchObject([{ listed: 'added' }]);
  });

  it('when one of several calls is refused: the other tasks are listed, and the answer names the URLs', async () => {
    // Quota, first call, second call.
    cloud.cdn.faults.when((call) =>
      call.body.toString().includes('RefreshObjectCaches') && call.body.toString().includes('1500')
        ? {
            kind: 'answer',
            answer: failure('JSON', 'R-1', new Refusal(400, 'InvalidObjectPath.Malformed', 'The path is wrong.')),
          }
        : undefined,
    );
    const { tasks, failed } = await submit({ refresh: { urls: urls(2_500) } });
    expect(tasks).toHaveLength(2);
    expect(failed).toEqual([
      {
        kind: 'file',
        urls: urls(2_500).slice(1_000, 2_000),
        code: 'InvalidObjectPath.Malformed',
        reason: 'The path is wrong',
      },
    ]);
    expect(
      pending()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...new Set(tasks.map(({ id }) => id))].sort());
  });

  it.each([
    ['a call is throttled', new Refusal(400, 'Throttling.User', 'Slow down.')],
    ['the service is busy', new Refusal(403, 'ServiceBusy', 'Busy.')],
  ])('when %s: it is made again', async (_, refusal) => {
    let refusals = 1;
    cloud.cdn.faults.when((call) =>
      call.body.toString().includes('RefreshObjectCaches') && refusals-- > 0
        ? { kind: 'answer', answer: failure('JSON', 'R-1', refusal) }
        : undefined,
    );
    expect(await submit({ refresh: { urls: urls(1) } })).toMatchObject({ tasks: [{ listed: 'added' }], failed: [] });
  });

  it('when the answer of a call is lost: it is not made again, and the answer says that nobody knows', async () => {
    cloud.cdn.faults.when((call) => (call.body.toString().includes('PushObjectCache') ? { kind: 'lost' } : undefined));
    const { tasks, failed } = await submit({ preload: { urls: urls(1) } });
    expect(tasks).toEqual([]);
    expect(failed).toMatchObject([{ code: 'ECONNRESET', reason: expect.stringContaining('not known whether') }]);
    expect(cloud.cdn.tasks.ids).toHaveLength(1);
  });

  it('and nothing is submitted when Tablestore can not be reached at all', async () => {
    cloud.tablestore.faults.when(() => ({ kind: 'reset' }));
    expect(await invoke({ refresh: { urls: urls(1) } })).toMatchObject({ kind: 'error', errorType: 'TablestoreError' });
    expect(cloud.cdn.tasks.ids).toEqual([]);
  });
});

it('shows no secret when the CDN refuses the role', async () => {
  cloud.cdn.deny('RefreshObjectCaches');
  const invocation = await invoke({ refresh: { urls: urls(1) } });
  const shown = JSON.stringify([invocation, invocation.kind === 'result' ? invocation.body.toString() : '']);
  expect(shown).toContain('Forbidden.RAM');
  expect(shown).toContain('cdn:RefreshObjectCaches');
  for (const secret of [
    cloud.roleCredentials.accessKeySecret,
    cloud.roleCredentials.securityToken,
    cloud.roleCredentials.accessKeyId,
  ]) {
    expect(shown).not.toContain(secret);
  }
});
