/** `refresh`, `preload` and `watch`, through the deployed function and over real connections. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, type CloudOptions, CREDENTIALS, settingsFor, startCloud, TABLE } from '../cloud/cloud';
import { Refusal } from '../cloud/tablestore/refusal';
import { cdnTasks, type Ended, jsonOf } from './command';

let cloud: Cloud;
let folder: string;
/** Whether the cloud is as it is without options, so that the next test can have it too. */
let usual = false;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cdn-tasks-'));
  await open();
});
beforeEach(async () => {
  if (!usual) await reopen();
  await cloud.client.deleteTable({ tableName: TABLE });
  await cloud.createTable();
  for (const id of cloud.cdn.tasks.ids) cloud.cdn.tasks.forget(id);
  cloud.functions.faults.clear();
  cloud.tablestore.refuseRows(() => undefined);
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

async function open(options?: CloudOptions): Promise<void> {
  usual = options === undefined;
  cloud = await startCloud(options);
  await cloud.createTable();
}

async function reopen(options?: CloudOptions): Promise<void> {
  await cloud.close();
  await open(options);
}

const run = (args: readonly string[], input?: string | Buffer): Promise<Ended> =>
  cdnTasks(args, settingsFor(cloud), input);
const pending = () => cloud.tablestore.rows(TABLE).filter(({ list }) => list === 'pending');
const urls = (count: number) => Array.from({ length: count }, (_, i) => `https://www.example.com/${i}.js`);
/** Every URL the CDN was given, as often as it was. */
const submitted = () => cloud.cdn.tasks.ids.flatMap((id) => cloud.cdn.tasks.report(id).map(({ url }) => url));

async function file(content: string, name = 'urls.txt'): Promise<string> {
  await writeFile(path.join(folder, name), content);
  return path.join(folder, name);
}

describe('refresh', () => {
  it('submits URLs, puts the task on the list, and names it', async () => {
    const { code, out } = await run(['refresh', ...urls(2), '--label', 'deploy 1.2.3']);
    const [row] = pending();
    expect(row).toMatchObject({ label: 'deploy 1.2.3', kind: 'file' });
    expect([code, out]).toEqual([0, `1 task on the list:\n  ${row?.id}  file, 2 URLs in its call\n`]);
  });

  it('reads a file: with a byte order mark, comments, blank lines, Windows line ends and duplicates', async () => {
    const [a, b] = urls(2);
    const list = await file(`\uFEFF${a}\r\n\r\n# images\r\n  ${b}  \r\n${a}\r\n`);
    const { code, err } = await run(['refresh', '--file', list]);
    expect([code, err]).toEqual([0, '1 URL given more than once: each is sent once\n']);
    expect(submitted()).toEqual(urls(2));
  });

  it('reads several files', async () => {
    const [a, b, c] = urls(3);
    const args = ['--file', await file(`${a}\n`), '--file', await file(`${b}\n`, 'more.txt'), '-f', '-'];
    expect((await run(['refresh', ...args], c)).code).toBe(0);
    expect(submitted()).toEqual(urls(3));
  });

  it.each([
    ['when asked to', ['-'], ''],
    ['as a file', ['--file', '-'], ''],
    ['when nothing else is given, and says so', [], 'reading standard input …\n'],
  ])('reads standard input: %s', async (_, args, note) => {
    expect(await run(['refresh', ...args], urls(3).join('\n'))).toMatchObject({ code: 0, err: note });
    expect(submitted()).toEqual(urls(3));
  });

  it('sends letters outside ASCII as the CDN knows them, and says so', async () => {
    const { code, err } = await run(['refresh', 'https://www.example.com/bücher/']);
    expect([code, err]).toEqual([0, '1 URL with letters outside ASCII: they are sent percent-encoded\n']);
    expect(submitted()).toEqual(['https://www.example.com/b%C3%BCcher/']);
  });

  it('takes directories, and a label that would ping everybody in Slack', async () => {
    const args = ['refresh', '-t', 'directory', '--force', 'https://www.example.com/img/', '-l', '<!channel>'];
    expect((await run(args)).code).toBe(0);
    expect(pending()).toMatchObject([{ kind: 'directory', label: '<!channel>' }]);
  });

  it('submits 2,000 URLs in one go', async () => {
    const { code, out, err } = await run(['refresh', '-'], urls(2_000).join('\n'));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('1,000 URLs in its call');
    expect(new Set(submitted()).size).toBe(2_000);
  });

  it('cuts long URLs into parts that an invocation takes', async () => {
    const long = urls(1_000).map((url) => `${url}?${'x'.repeat(7_000)}`);
    const { code, err } = await run(['refresh', '-'], long.join('\n'));
    // What came of each part is said as soon as it is known.
    const said = '1 task on the list:\\n {2}\\d+ {2}file, \\d+ URLs in its call.*\\n';
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^sending part 1 of 2 …\\n${said}sending part 2 of 2 …\\n${said}$`)),
    ]);
    expect(new Set(submitted())).toEqual(new Set(long));
  });

  it('prints one JSON document with --json', async () => {
    const ended = await run(['refresh', ...urls(1), '--json']);
    expect(jsonOf(ended)).toMatchObject({
      submissions: [expect.any(String)],
      tasks: [{ id: String(pending()[0]?.id), kind: 'file', urls: 1, listed: 'added' }],
      failed: [],
      notSent: [],
    });
  });
});

describe('preload', () => {
  it('hands its options on', async () => {
    const args = ['preload', 'https://www.example.com/film.mp4', '--area', 'overseas', '--l2', '--header', 'A: b'];
    expect((await run(args)).code).toBe(0);
    expect(pending()).toMatchObject([{ kind: 'preload' }]);
  });
});

describe('watch', () => {
  it('puts ids on the list, also several with commas, and leaves alone what is there', async () => {
    await run(['watch', '15704222904']);
    const { code, out } = await run(['watch', '15704222904,15704222905', '--label', 'x']);
    expect(code).toBe(0);
    expect(out).toBe('2 tasks on the list:\n  15704222904  (was there already)\n  15704222905\n');
    expect(pending().map(({ id, label }) => [id, label])).toEqual([
      ['15704222904', undefined],
      ['15704222905', 'x'],
    ]);
  });
});

describe('what did not work is named exactly', () => {
  it('URLs the CDN refuses: exit code 1, and the others are submitted', async () => {
    await reopen({ cdn: { domains: { 'www.example.com': 'online', 'old.example.com': 'offline' } } });
    // Of ten and more domains each ten are a call of their own.
    const { code, out } = await run([
      'refresh',
      '-t',
      'regex',
      'https://old.example.com/.*',
      'https://www.example.com/.*',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('1 task on the list');
    expect(out).toMatch(/1 regex URL NOT submitted: .*offline.*\n {2}https:\/\/old\.example\.com\/\.\*\n/);
  });

  it('more than the quota of the day: exit code 2, and nothing is submitted', async () => {
    await reopen({ cdn: { quotas: { Url: 1 } } });
    const { code, out } = await run(['refresh', ...urls(2)]);
    expect([code, out]).toEqual([2, expect.stringContaining('the quota is not enough')]);
    expect(out).toContain(`NOT submitted: 2 URLs (from ${urls(2)[0]} to ${urls(2)[1]}, in the order you gave them)`);
    expect(submitted()).toEqual([]);
  });

  it('of many URLs too, before any is sent', async () => {
    await reopen({ cdn: { quotas: { Url: 4_000 } } });
    const { code, out } = await run(['refresh', '-'], urls(5_000).join('\n'));
    expect([code, out]).toEqual([2, expect.stringContaining('the quota is not enough')]);
    expect(submitted()).toEqual([]);
  });

  it('tasks that could not be put on the list: exit code 3, and the line that does it', async () => {
    cloud.tablestore.refuseRows((_, { list }) =>
      list === 'pending' ? new Refusal(403, 'OTSNoPermissionAccess', 'no') : undefined,
    );
    const { code, out } = await run(['refresh', ...urls(1), '--wait']);
    expect([code, out]).toEqual([3, expect.stringContaining(`  cdn-tasks watch ${cloud.cdn.tasks.ids[0]}\n`)]);
  });

  it('a later part that is not sent: the earlier ones stay, and the rest is named', async () => {
    let invocations = 0;
    cloud.functions.faults.when(() =>
      ++invocations === 2 ? { kind: 'answer', answer: { status: 429, body: '' } } : undefined,
    );
    const all = urls(1_500).map((url) => `${url}?${'x'.repeat(7_000)}`);
    const ended = await run(['refresh', '-', '--json'], all.join('\n'));
    expect(ended.code).toBe(3);
    expect(ended.err).toContain('sending part 2 of 3');
    expect(jsonOf(ended)).toMatchObject({ trouble: expect.stringContaining('busy'), unclear: [] });
    const sent = submitted().length;
    expect(jsonOf(ended).notSent).toEqual(all.slice(sent));
    expect(new Set(submitted())).toEqual(new Set(all.slice(0, sent)));
  });

  it('a lost answer: it is not sent again, and nobody claims to know', async () => {
    cloud.functions.faults.next({ kind: 'lost' });
    const { code, out } = await run(['refresh', ...urls(1)]);
    expect(code).toBe(3);
    expect(out).toContain(`It is NOT KNOWN whether 1 URL (${urls(1)[0]}) was submitted`);
    expect(submitted()).toEqual(urls(1));
  });

  it('a function that could do nothing: its own words', async () => {
    cloud.tablestore.refuse(403, 'OTSAuthFailed', 'Signature mismatch.');
    const { code, out } = await run(['refresh', ...urls(1)]);
    expect([code, out]).toEqual([3, expect.stringMatching(/cdn-task-submit failed: .*Signature mismatch/)]);
    expect(out).toContain('NOT submitted: 1 URL');
  });

  it.each([
    ['a wrong secret', { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'WrongSecret0123456789' }, 'fc:InvokeFunction'],
    ['a function that is not there', { SUBMIT_FUNCTION: 'nowhere' }, 'there is no such function'],
    ['a function that is another one', { SUBMIT_FUNCTION: 'cdn-task-poll' }, 'answered something else'],
    ['nobody listening', { FUNCTIONS_ENDPOINT: 'http://127.0.0.1:1' }, 'can not be reached'],
  ])('%s: exit code 3', async (_, changed, words) => {
    const env = { ...settingsFor(cloud), ...changed };
    const { code, out } = await cdnTasks(['refresh', ...urls(1)], env);
    expect([code, out]).toEqual([3, expect.stringContaining(words)]);
    expect(submitted()).toEqual([]);
  });

  it('no package prints what it signs, even when it is asked to', async () => {
    const env = { ...settingsFor(cloud), DEBUG: '*', NODE_DEBUG: '' };
    const { code, err } = await cdnTasks(['refresh', ...urls(1)], env);
    expect([code, err]).toEqual([0, '']);
  });

  it('a key of a role brings its token', async () => {
    const env = { ...settingsFor(cloud), ALIBABA_CLOUD_SECURITY_TOKEN: 'CAIStoken-0123456789' };
    let token: string | undefined;
    cloud.functions.faults.when(({ headers }) => {
      token = headers['x-fc-security-token'];
      return undefined;
    });
    expect(CREDENTIALS.accessKeyId.startsWith('STS')).toBe(false);
    expect((await cdnTasks(['refresh', ...urls(1)], env)).code).toBe(0);
    expect(token).toBe('CAIStoken-0123456789');
  });
});
