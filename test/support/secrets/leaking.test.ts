/** A test that leaks fails: seen with tests that do, under the set-up that all tests have. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEYS } from '../listing';

const FIXTURE = 'test/support/secrets/leaking.fixture.ts';
/** The configuration is that of all tests, but for what is run. */
const RUN = `
  import { startVitest } from 'vitest/node';
  const [include, outputFile] = process.argv.slice(1);
  await startVitest('test', [], { include: [include], reporters: ['json'], outputFile, watch: false, silent: true });
`;

interface Result {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

let folder: string;
let report: string;
let results: readonly Result[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leaking-'));
  const file = path.join(folder, 'report.json');
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, FIXTURE, file], {
    env: { PATH: process.env.PATH },
    stdio: 'ignore',
  });
  await once(child, 'close');
  report = await readFile(file, 'utf8');
  results = JSON.parse(report).testResults[0].assertionResults;
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const under = (title: string) => results.filter(({ ancestorTitles }) => ancestorTitles.includes(title));

it('whatever it leaks through', () => {
  const leaking = under('leaks');
  expect(leaking.length).toBeGreaterThan(10);
  for (const { title, status, failureMessages } of leaking) {
    expect([title, status]).toEqual([title, 'failed']);
    expect(failureMessages.join()).toContain(` in ${title}`);
  }
});

it('and nobody is shown what leaked', () => {
  for (const secret of [...Object.values(KEYS), 'SecretOfTheWebhook']) expect(report).not.toContain(secret);
});

it('and one that does not leak passes, or that says so', () => {
  expect(under('passes, since it').map(({ status }) => status)).toEqual(['passed', 'passed']);
});

it('and one that says so without need fails', () => {
  expect(under('fails, since it')).toMatchObject([
    { status: 'failed', failureMessages: [expect.stringContaining('allowed, but did not happen')] },
  ]);
});
