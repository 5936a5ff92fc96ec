/** The command npm run cloud, started as a user starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import TS from 'tablestore';
import { afterEach, expect, it } from 'vitest';
import { serve } from './serve';

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

function start(...args: string[]): ChildProcess {
  child = spawn(process.execPath, ['--import', 'tsx', 'test/cloud/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
}

async function firstLine(of: ChildProcess): Promise<Record<string, string>> {
  if (!of.stdout) throw new Error('no output');
  const [line] = await once(createInterface(of.stdout), 'line');
  return JSON.parse(String(line));
}

async function failureOf(of: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  of.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(of, 'exit');
  return { code, said };
}

it('prints one line about itself, serves the real SDK, and ends when it is told to', async () => {
  const cloud = start('--create-table');
  const about = await firstLine(cloud);
  expect(Object.keys(about)).toEqual(
    expect.arrayContaining([
      'cdn',
      'tablestore',
      'slack',
      'functions',
      'page',
      'instance',
      'accessKeyId',
      'accessKeySecret',
    ]),
  );
  expect(await (await fetch(about.page ?? '')).text()).toContain('<title>#cdn-tasks');
  const client = new TS.Client({
    accessKeyId: about.accessKeyId ?? '',
    secretAccessKey: about.accessKeySecret ?? '',
    endpoint: about.tablestore ?? '',
    instancename: about.instance ?? '',
    maxRetries: 0,
  });
  expect((await client.listTable({})).tableNames).toEqual(['cdn_tasks']);
  cloud.kill('SIGTERM');
  expect(await once(cloud, 'exit')).toEqual([0, null]);
});

it.each([
  ['a port that is no number', ['--cdn-port', 'eighty'], '--cdn-port takes a port'],
  ['a port beyond all ports', ['--slack-port', '65536'], '--slack-port takes a port'],
  ['an option nobody knows', ['--dcn-port', '80'], "Unknown option '--dcn-port'"],
])('says what is wrong with %s', async (_, args, words) => {
  const { code, said } = await failureOf(start(...args));
  expect(code).toBe(1);
  expect(said).toContain(words);
});

it('says which port is taken', async () => {
  const other = await serve({}, () => ({ status: 200, body: '' }));
  try {
    const { code, said } = await failureOf(start('--tablestore-port', String(other.port)));
    expect([code, said.includes(String(other.port))]).toEqual([1, true]);
  } finally {
    await other.close();
  }
});
