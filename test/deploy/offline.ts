/** A copy of the project, and what a person who deploys it runs there. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environmentSecrets } from '../support/secrets/known';
import { noteOutput, noteSecrets } from '../support/secrets/notes';

/** What a deployment needs of a checkout. */
const PARTS = ['package.json', 'tsconfig.json', 'template.yml', 'cli', 'deploy', 'functions', 'lib'];

export interface Ran {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly printed: string;
}

export interface Seen {
  readonly props: Record<string, unknown> & { readonly environmentVariables: Record<string, string> };
  readonly credential: Record<string, string>;
}

export interface Checkout {
  readonly folder: string;
  /** Where the stand-in writes down what it was handed. */
  readonly record: string;
  npm(script: string, environment: Readonly<Record<string, string>>): Promise<Ran>;
  node(parameters: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran>;
  seen(command: 'deploy' | 'remove', functionName: string): Promise<Seen>;
  remove(): Promise<void>;
}

export async function checkout(): Promise<Checkout> {
  const root = await mkdtemp(path.join(tmpdir(), 'deployment-'));
  const folder = path.join(root, 'project');
  const record = path.join(root, 'record');
  await Promise.all([mkdir(folder), mkdir(record)]);
  await Promise.all(PARTS.map((part) => cp(part, path.join(folder, part), { recursive: true })));
  // No reports to the makers of Serverless Devs, and no look for updates.
  await mkdir(path.join(root, '.s', 'config'), { recursive: true });
  await writeFile(path.join(root, '.s', 'set-config.yml'), 'analysis: disable\n');
  const checked = { lastUpdateCheck: Date.UTC(2999, 0, 1) };
  await writeFile(path.join(root, '.s', 'config', 'update-notifier.json'), JSON.stringify(checked));
  await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));

  const run = (file: string, parameters: readonly string[], environment: Readonly<Record<string, string>>) =>
    new Promise<Ran>((resolve, reject) => {
      const env = {
        PATH: process.env.PATH,
        HOME: root,
        FC3_COMPONENT: path.resolve('test/deploy/stand-in'),
        STAND_IN_RECORD: record,
        ...environment,
      };
      noteSecrets(environmentSecrets(environment));
      const child = spawn(file, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
      child.once('error', reject);
      child.once('close', (code) => {
        noteOutput(`what ${path.basename(file)} ${parameters.at(-1)} prints`, printed);
        resolve({ code, printed });
      });
    });

  return {
    folder,
    record,
    npm: (script, environment) => run('npm', ['run', '--silent', script], environment),
    node: (parameters, environment) => run(process.execPath, parameters, environment),
    seen: async (command, functionName) =>
      JSON.parse(await readFile(path.join(record, `${command}-${functionName}.json`), 'utf8')),
    remove: () => rm(root, { recursive: true }),
  };
}
