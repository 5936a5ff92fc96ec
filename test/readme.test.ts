/** README says what is so. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readSettings } from '../lib/config';
import { ConfigError } from '../lib/errors';
import packageJson from '../package.json';

const readme = await readFile('README.md', 'utf8');
const settings = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => String(name));

it('names every setting the poller knows, and no other', () => {
  const problems = () => {
    // A value that suits no setting makes each of them name itself.
    readSettings(Object.fromEntries(settings.map((name) => [name, '<bad value>'])));
  };
  let named: string[] = [];
  try {
    problems();
  } catch (error) {
    named = error instanceof ConfigError ? error.problems.map((problem) => problem.split(' ')[0] ?? '') : [];
  }
  expect(settings.length).toBeGreaterThan(5);
  expect([...named].sort()).toEqual([...settings].sort());
});

it('names only commands that exist', () => {
  const scripts = [
    ...readme.matchAll(
      /npm (?:run )?(start|test|check:deploy|check|build|cloud|bench|deploy|remove|policies)(?![\w:])/g,
    ),
  ].map(([, name]) => String(name));
  expect(new Set(scripts).size).toBeGreaterThan(4);
  for (const name of scripts) expect(Object.keys(packageJson.scripts)).toContain(name);
});

it('is what CI runs', async () => {
  const ci = await readFile('.ci/run', 'utf8');
  for (const [, command] of readme.matchAll(/^(npm ci && npm (?:start|test))/gm)) expect(ci).toContain(command);
  expect(ci).toContain('npm run check');
});

it('and .env.example name every setting of a deployment', async () => {
  const example = await readFile('.env.example', 'utf8');
  const template = await readFile('template.yml', 'utf8');
  const wanted = [...template.matchAll(/env\('(\w+)'/g)].map(([, name]) => String(name));
  for (const name of wanted.filter((name) => name !== 'FC3_COMPONENT')) {
    expect(example).toMatch(new RegExp(`^#?${name}=`, 'm'));
    const role = /_(FUNCTION|ROLE|STORE)$/.test(name);
    if (!role) expect(readme).toContain(name);
  }
});
