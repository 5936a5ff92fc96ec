/** npm run policies: prints the policy documents of ram/, filled with your names, or writes them to build/ram/. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEnvironment } from '../cli/settings';
import { fillPolicy, POLICIES, type Policies } from './fill-policy';
import { policyValues } from './policy-values';

const FOLDER = path.join('build', 'ram');

/** Where each is pasted: https://ram.console.alibabacloud.com */
const FOR: Readonly<Record<Policies, (values: Readonly<Record<string, string>>) => string>> = {
  trust: ({ POLL_ROLE, SUBMIT_ROLE }) => `the trust policy of both roles, ${POLL_ROLE} and ${SUBMIT_ROLE}`,
  poll: ({ POLL_ROLE }) => `a custom policy, granted to the role ${POLL_ROLE}`,
  submit: ({ SUBMIT_ROLE }) => `a custom policy, granted to the role ${SUBMIT_ROLE}`,
  user: () => 'a custom policy, granted to the RAM user who deploys and uses cdn-tasks',
};

async function main(): Promise<number> {
  const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
  const { values, problems } = policyValues(loadEnvironment(undefined));
  if (problems.length > 0) {
    for (const problem of problems) process.stderr.write(`✗ ${problem}\n`);
    process.stderr.write('Set them in the environment or in a file .env.\n');
    return 2;
  }
  if (write) await mkdir(FOLDER, { recursive: true });
  for (const name of POLICIES) {
    const document = fillPolicy(await readFile(path.join('ram', `${name}-policy.json`), 'utf8'), values);
    const file = path.join(FOLDER, `${name}-policy.json`);
    if (write) await writeFile(file, document);
    process.stdout.write(
      write ? `${file}: ${FOR[name](values)}\n` : `${name}-policy: ${FOR[name](values)}\n${document}\n`,
    );
  }
  return 0;
}

// Whoever reads may have had enough.
process.stdout.once('error', () => process.exit(0));

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
