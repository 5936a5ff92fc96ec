/** npm run deploy, npm run remove, npm run check:deploy: what each prints is for the person who deploys. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { withoutSecrets } from '../cli/settings';
import { deploymentFaults } from './check';
import { ACCESS_ALIAS, accessKey, deploymentEnvironment } from './environment';
import { type Environment, SERVERLESS_DEVS } from './render';

const TEMPLATE = 'template.yml';
const COMMANDS = ['check', 'deploy', 'remove'];

async function main(command: string | undefined): Promise<number> {
  if (command === undefined || !COMMANDS.includes(command)) return usage();
  const environment = deploymentEnvironment();
  const faults = await deploymentFaults(await readFile(TEMPLATE, 'utf8'), environment);
  if (faults.length > 0) {
    for (const fault of faults) process.stderr.write(`✗ ${withoutSecrets(fault)}\n`);
    process.stderr.write(`Nothing was done. Values come from the environment or the file .env; see .env.example.\n`);
    return 2;
  }
  process.stdout.write('✓ template.yml and the settings it hands to the functions are right\n');
  return command === 'check' ? 0 : runServerlessDevs(command, environment);
}

/** The program prints what it deployed, the environment of the functions included: no secret of it reaches the terminal. */
async function runServerlessDevs(command: string, environment: Environment): Promise<number> {
  const key = accessKey(environment);
  if (!key)
    process.stdout.write('No access key in the settings: Serverless Devs takes the one of its alias "default"\n');
  const alias = key ? ['-a', ACCESS_ALIAS] : [];
  const child = spawn(process.execPath, [SERVERLESS_DEVS, command, '-y', '-t', TEMPLATE, ...alias], {
    env: { ...environment, [ACCESS_ALIAS]: key },
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  await Promise.all([pass(child.stdout, process.stdout), pass(child.stderr, process.stderr)]);
  return ended;
}

async function pass(from: Readable, to: NodeJS.WriteStream): Promise<void> {
  for await (const line of createInterface({ input: from })) to.write(`${withoutSecrets(line)}\n`);
}

function usage(): number {
  process.stderr.write(`usage: ${COMMANDS.join(' | ')}\n`);
  return 2;
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${withoutSecrets(error.message)}\n`);
    process.exitCode = 1;
  },
);
