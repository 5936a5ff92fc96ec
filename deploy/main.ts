/** npm run deploy, npm run remove, npm run check:deploy: what each prints is for the person who deploys. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { withoutSecrets } from '../cli/settings';
import { deploymentFaults } from './check';
import { ACCESS_ALIAS, accessKey, deploymentEnvironment, withPlaceholders } from './environment';
import { cleanLogs } from './logs';
import { type Environment, neededVariables, SERVERLESS_DEVS } from './render';

const TEMPLATE = 'template.yml';
const COMMANDS = ['check', 'deploy', 'remove'];

async function main([command, ...others]: readonly string[]): Promise<number> {
  if (command === undefined || !COMMANDS.includes(command) || others.length > 0) return usage();
  const template = await readFile(TEMPLATE, 'utf8');
  const environment = deploymentEnvironment();
  // What is to be removed need not be right any more.
  if (command === 'remove') return runServerlessDevs(command, withPlaceholders(environment, neededVariables(template)));
  const faults = await deploymentFaults(template, environment);
  if (faults.length > 0) {
    for (const fault of faults) process.stderr.write(`✗ ${withoutSecrets(fault)}\n`);
    process.stderr.write('Nothing was done. Settings come from .env, and from the environment, which wins.\n');
    return 2;
  }
  process.stdout.write('✓ template.yml and the settings it hands to the functions are right\n');
  return command === 'check' ? 0 : runServerlessDevs(command, environment);
}

/** The program prints what it deployed, the environment of the functions included: no secret of it reaches the terminal. */
async function runServerlessDevs(command: string, environment: Environment): Promise<number> {
  const key = accessKey(environment);
  if (!key) process.stdout.write(NO_KEY);
  const began = Date.now();
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
  const code = await ended;
  await cleanLogs(began, shown);
  if (code !== 0) process.stderr.write(FAILED);
  return code;
}

const NO_KEY =
  'There is no access key in the settings: Serverless Devs takes the one of its alias "default" (npx s config add)\n';
const FAILED =
  'Serverless Devs did not come to its end: see above. "not found" of a host: it downloads its component fc3 the first time, ' +
  'and needs the internet; a refusal with an action: compare with ram/user-policy.json.\n';

async function pass(from: Readable, to: NodeJS.WriteStream): Promise<void> {
  for await (const line of createInterface({ input: from })) to.write(`${shown(line)}\n`);
}

/** An update shows what was deployed before, and with it the webhook that was replaced. */
function shown(text: string): string {
  return withoutSecrets(text).replaceAll(/https:\/\/hooks\.slack\.com\/[^\s"']+/g, '[hidden]');
}

function usage(): number {
  process.stderr.write(
    `usage, in the folder of the project: npm run check:deploy | deploy | remove; they take no options\n`,
  );
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${withoutSecrets(error.message)}\n`);
    process.exitCode = 1;
  },
);
