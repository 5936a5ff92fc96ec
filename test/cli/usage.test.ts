/** How the command answers when it is not used as it should be, and when it is asked for help. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cdnTasks, jsonOf, start } from './command';

const COMMANDS = [
  'setup',
  'refresh',
  'preload',
  'watch',
  'list',
  'show',
  'retry',
  'forget',
  'requeue',
  'poll',
  'doctor',
] as const;

/** Nobody listens there: what is refused here was refused before anything was sent. */
const NOWHERE = {
  TABLESTORE_ENDPOINT: 'http://127.0.0.1:1',
  TABLESTORE_INSTANCE: 'nowhere',
  FUNCTIONS_ENDPOINT: 'http://127.0.0.1:1',
  ALIBABA_CLOUD_ACCOUNT_ID: '1',
  ALIBABA_CLOUD_REGION: 'cn-hangzhou',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tNowhereKeyId01',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'NowhereSecret0123456789',
};
const NOTHING_SENT = 'nothing was sent';
const MOST = '10,000 are the most for one day, so split it';
const URL_ = 'https://www.example.com/a.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cdn-tasks-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const where = path.join(folder, name);
  await writeFile(where, content);
  return where;
}

describe.concurrent('help', () => {
  it('names every sub-command, the exit codes and the settings', async () => {
    const { code, out } = await cdnTasks(['--help'], {});
    expect(code).toBe(0);
    for (const name of [...COMMANDS, 'Exit codes:', 'TABLESTORE_ENDPOINT']) expect(out).toContain(name);
  });

  it.each(COMMANDS)('of %s has an example and names --json', async (name) => {
    const { code, out } = await cdnTasks([name, '--help'], {});
    expect(code).toBe(0);
    expect(out).toContain(`$ cdn-tasks ${name}`);
    expect(out).toContain('--json');
  });
});

describe.concurrent('bad usage ends with 2', () => {
  it.each([
    ['no sub-command', [], 'Usage:'],
    ['one that does not exist', ['refrehs', URL_], "unknown command 'refrehs'"],
    ['an option that does not exist', ['list', '--lable', 'x'], "unknown option '--lable'"],
    ['a state that does not exist', ['list', '--state', 'running'], 'Allowed choices are pending, owed, dead, done'],
    ['a limit that is no number', ['list', '--limit', 'all'], 'whole number'],
    ['no id', ['show'], "missing required argument 'id'"],
    ['a time nobody understands', ['refresh', URL_, '--wait', '--timeout', '15 minutes'], 'such as 90s, 15m or 2h'],
    ['a timeout without a wait', ['refresh', URL_, '--timeout', '15m'], '--timeout needs --wait'],
    ['a time to live shorter than the history', ['setup', '--ttl', '30'], 'from 32'],
    ['a time to live that is no number', ['setup', '--ttl', 'long'], 'from 32'],
    ['a header without a value', ['preload', URL_, '--header', 'Accept'], 'Write it as "Name: value"'],
    ['a type that does not exist', ['refresh', URL_, '--type', 'folder'], 'Allowed choices are file, directory'],
    ['neither ids nor --failed', ['retry'], 'give either task ids or --failed'],
    ['both ids and --failed', ['retry', '1', '--failed'], 'give either task ids or --failed'],
    ['a label for one id', ['retry', '1', '--label', 'x'], '--label needs --failed'],
    ['two labels', ['refresh', URL_, '--label', 'a', '--label', 'b'], 'Give it only once'],
    ['two labels of a list', ['list', '-l', 'a', '-l', 'b'], 'Give it only once'],
    ['two labels of a retry', ['retry', '--failed', '-l', 'a', '-l', 'b'], 'Give it only once'],
    ['a label that looks like an option', ['list', '--label', '--json', '--limit', 'all'], 'whole number'],
    ['an id that can not be one', ['requeue', '1,2'], 'comma or white space'],
  ])('%s', async (_, args, words) => {
    const { code, out, err } = await cdnTasks(args, NOWHERE);
    expect(err).toContain(words);
    expect([code, out]).toEqual([2, '']);
  });
});

describe.concurrent('input that is refused before anything is sent', () => {
  const long = 'x'.repeat(5_000);
  it.each([
    ['no URL', ['refresh'], 'standard input holds no URLs'],
    ['a URL without scheme', ['refresh', URL_, 'www.example.com/a.js'], 'argument 2: does not begin with http'],
    ['another scheme', ['refresh', 'ftp://example.com/a'], 'argument 1: does not begin with http'],
    ['a URL with a space', ['refresh', 'https://example.com/a b.js'], 'argument 1: has white space in it'],
    ['an empty URL', ['refresh', ''], 'argument 1: is empty'],
    ['a user name in a URL', ['refresh', 'https://me:pw@example.com/'], 'holds a user name or password'],
    ['a directory without /', ['refresh', '-t', 'directory', 'https://example.com/a'], 'must end with /'],
    ['a regular expression with letters outside ASCII', ['refresh', '-t', 'regex', 'https://example.com/ü.*'], 'ASCII'],
    ['a prefetched URL that is too long', ['preload', `https://example.com/${long}`], 'longer than 1024 characters'],
    ['a label that is too long', ['refresh', URL_, '--label', long], '--label is longer than 200 characters'],
    ['a label of two lines', ['refresh', URL_, '--label', 'a\nb'], '--label must be one line'],
    ['an id that is no number', ['watch', '15704222904', 'abc'], 'argument 2: abc is not a task id'],
    ['an id with strange letters', ['watch', '<!channel>'], 'argument 1: has letters no task id has: <!channel>'],
    ['a faulty line of the second of two files', ['refresh', '-f', 'vitest-none', '-f', '.'], 'vitest-none can not be'],
    ['an empty id', ['watch', '1,,2'], 'argument 1: is not a task id'],
    [
      'a file that is not there',
      ['refresh', '--file', 'no-such-file'],
      'no-such-file can not be read: there is no such',
    ],
    ['a folder', ['refresh', '--file', '.'], '. can not be read: it is a folder'],
  ])('%s', async (_, args, words) => {
    const { code, out, err } = await cdnTasks(args, NOWHERE);
    expect(err).toContain(words);
    expect([code, out]).toEqual([2, '']);
  });

  it('names all faults at once, with their lines', async () => {
    const input = `# files\n${URL_}\n\nexample.com/1\nhttps://example.com/a b\n`;
    const { code, err } = await cdnTasks(['refresh', '-'], NOWHERE, input);
    expect(code).toBe(2);
    expect(err).toContain(NOTHING_SENT);
    expect(err).toContain('standard input line 4: does not begin with http');
    expect(err).toContain('standard input line 5: has white space');
  });

  it('an empty file', async () => {
    const { code, err } = await cdnTasks(['refresh', '--file', await file('empty.txt', '\n# none\n')], NOWHERE);
    expect([code, err]).toEqual([2, expect.stringContaining('empty.txt holds no URLs')]);
  });

  it('a file of 10 MB with more URLs than a day has', async () => {
    const line = (i: number) => `https://www.example.com/assets/images/2026/${String(i).padStart(8, '0')}.jpg\n`;
    const large = await file('large.txt', Array.from({ length: 180_000 }, (_, i) => line(i)).join(''));
    const { code, err } = await cdnTasks(['refresh', '-f', large], NOWHERE);
    expect([code, err]).toEqual([2, `${large} holds 180,000 URLs: ${NOTHING_SENT}; ${MOST}\n`]);
  });

  it('more URLs than a day has', async () => {
    const input = Array.from({ length: 12_000 }, (_, i) => `${URL_}?${i}\n`).join('');
    const { code, err } = await cdnTasks(['refresh', '-'], NOWHERE, input);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('12000 different URLs were given, and 10000 are the most'),
    ]);
  });

  it.each([
    ['lines', 'ab\n'.repeat(1_000_000), `standard input holds 1,000,000 ids: ${NOTHING_SENT}; ${MOST}\n`],
    ['commas', 'ab,'.repeat(1_000_000), `the input holds 1,000,001 ids: ${NOTHING_SENT}; ${MOST}\n`],
  ])('garbage of millions of words, with %s between them', async (_, input, words) => {
    const { code, err } = await cdnTasks(['watch', '-'], NOWHERE, input);
    expect([code, err]).toEqual([2, words]);
  });

  it('shows fifty faults, and how many more there are', async () => {
    const input = (prefix: string) => Array.from({ length: 90 }, (_, i) => `${prefix}${i}\n`).join('');
    const ids = await cdnTasks(['watch', '-'], NOWHERE, input('ab') + input('<'));
    const lines = ids.err.trimEnd().split('\n');
    expect([ids.code, lines.length, lines.at(-1)]).toEqual([2, 52, '  and 130 more faults']);
    const { err } = await cdnTasks(['refresh', '-'], NOWHERE, input('ab'));
    expect(err.trimEnd().split('\n').at(-1)).toBe('  and 40 more faults');
  });

  it('lets no line of the input move the cursor', async () => {
    const { err } = await cdnTasks(['refresh', '-'], NOWHERE, 'x\u001b[2Jy\u202e\n');
    expect(err).toContain('line 1: has white space in it');
    expect(err).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  it('a file of 10 MB without a line break', async () => {
    const { code, err } = await cdnTasks(['refresh', '-f', await file('line.txt', 'x'.repeat(10_000_000))], NOWHERE);
    expect([code, err]).toEqual([2, expect.stringContaining('line 1: does not begin with http')]);
    expect(err.length).toBeLessThan(500);
  });

  it('more than 20 MB', async () => {
    const { code, err } = await cdnTasks(['watch', '-'], NOWHERE, Buffer.alloc(21 * 1024 * 1024, '1'));
    expect([code, err]).toEqual([2, expect.stringContaining('standard input is larger than 20 MB')]);
  });

  it('a file that is no text', async () => {
    const { code, err } = await cdnTasks(['refresh', '-f', await file('a.bin', Buffer.from([255, 254, 0]))], NOWHERE);
    expect([code, err]).toEqual([2, expect.stringContaining('is not UTF-8 text')]);
  });

  it.each([
    ['a sub-command that is not there', ['help', 'nosuch', '--json'], 'there is no such sub-command'],
    ['an option before it that is wrong', ['refresh', '--type', 'folder', '--json'], 'Allowed choices are file'],
    ['nobody listening', ['poll', '--json'], 'Function Compute can not be reached (ECONNREFUSED): check'],
  ])('as one JSON document with --json: %s', async (_, args, words) => {
    expect(jsonOf(await cdnTasks(args, NOWHERE)).error).toContain(words);
  });

  it('as one JSON document with --json', async () => {
    const ended = await cdnTasks(['refresh', '--json', 'example.com'], NOWHERE);
    expect(ended.code).toBe(2);
    expect(jsonOf(ended)).toEqual({
      error: expect.stringContaining(NOTHING_SENT),
      details: [expect.stringContaining('argument 1')],
      exit: 2,
    });
  });
});

describe.concurrent('settings', () => {
  const LIST = ['TABLESTORE_ENDPOINT', 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'];
  const CALL = ['ALIBABA_CLOUD_ACCOUNT_ID', 'ALIBABA_CLOUD_REGION', ...LIST.slice(1)];
  it.each([
    ['list', ['list'], LIST],
    ['setup', ['setup'], LIST],
    ['poll', ['poll'], CALL],
    ['refresh', ['refresh', URL_], CALL],
    ['refresh --wait', ['refresh', URL_, '--wait'], [...CALL, 'TABLESTORE_ENDPOINT']],
    ['retry', ['retry', '1'], [...CALL, 'TABLESTORE_ENDPOINT']],
  ])('that are missing are all named, with where to get them: %s', async (_, args, names) => {
    const { code, err } = await cdnTasks(args, {});
    expect(code).toBe(2);
    const named = [...err.matchAll(/^ {2}(\w+) is missing: .{20}/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...names].sort());
  });

  it('that are wrong are named without their values', async () => {
    const wrong = {
      TABLESTORE_ENDPOINT: 'http://wrong-value.example.com',
      FUNCTIONS_ENDPOINT: 'http://wrong-value.example.com',
      ALIBABA_CLOUD_ACCOUNT_ID: 'wrong-value',
      ALIBABA_CLOUD_REGION: 'wrong value',
      SUBMIT_FUNCTION: 'wrong value',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.wrong-value',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong-value-too',
    };
    const { code, err } = await cdnTasks(['refresh', URL_, '--wait'], wrong);
    expect([code, err]).toEqual([2, expect.not.stringMatching(/wrong.value/)]);
    for (const name of [...Object.keys(wrong).slice(0, 5), 'ALIBABA_CLOUD_SECURITY_TOKEN']) expect(err).toContain(name);
  });

  it('come from a file .env, and those of the environment win', async () => {
    const { ALIBABA_CLOUD_REGION: _, ...environment } = NOWHERE;
    await file('.env', 'ALIBABA_CLOUD_REGION=cn-hangzhou\nTABLESTORE_ENDPOINT=not-a-url\n');
    const poll = await start(['poll'], environment, undefined, folder).ended;
    const list = await start(['list'], environment, undefined, folder).ended;
    expect([poll.code, poll.err]).toEqual([3, expect.stringContaining('can not be reached')]);
    expect([list.code, list.err]).toEqual([3, expect.stringContaining('check TABLESTORE_ENDPOINT')]);
  });

  it('come from a file that is named', async () => {
    const settings = await file('other.env', 'TABLESTORE_ENDPOINT=not-a-url\n');
    const { code, err } = await cdnTasks(['list', '--settings', settings], {});
    expect([code, err]).toEqual([2, expect.stringContaining('TABLESTORE_ENDPOINT must be a URL')]);
    const missing = await cdnTasks(['list', '--settings', 'nowhere.env'], {});
    expect([missing.code, missing.err]).toEqual([2, 'nowhere.env can not be read: there is no such file\n']);
  });
});
