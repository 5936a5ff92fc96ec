/** template.yml with its variables filled in, as Serverless Devs itself fills them in. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** With each call the program would start others in the background, which report the call and look for updates. */
const QUIETLY = { NODE_ENV: 'test' };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The program `s`, to be run with Node. */
export const SERVERLESS_DEVS = createRequire(import.meta.url).resolve('@serverless-devs/s/bin/s');

/**
 * @param template the text of template.yml
 * @param environment all that `${env(…)}` finds
 * @returns the document, not yet checked
 * @throws {Error} that names the fault and shows no value of the environment
 */
export async function renderTemplate(template: string, environment: Environment): Promise<unknown> {
  // A folder of its own: a file .env beside the template would be read as well.
  const folder = await mkdtemp(path.join(tmpdir(), 'template-'));
  try {
    await writeFile(path.join(folder, 'template.yml'), template);
    const parameters = [SERVERLESS_DEVS, 'preview', '-t', 'template.yml', '-o', 'json', '--silent'];
    const env = {
      ...environment,
      ...QUIETLY,
      PATH: process.env.PATH,
      HOME: folder,
      serverless_devs_config_home: folder,
    };
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: folder, env, timeout: 60_000 });
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`template.yml can not be read: ${reasonIn(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Which variables the template needs and has no default for. */
export function neededVariables(template: string): string[] {
  const names = [...template.matchAll(/\$\{\s*env\(\s*['"]?(\w+)['"]?\s*\)\s*\}/g)].map(([, name]) => String(name));
  return [...new Set(names)];
}

/** What the program says between its heading and its footer, without the lines that quote the template. */
function reasonIn(error: unknown): string {
  if (error instanceof SyntaxError) return 'it describes nothing';
  const { stdout, stderr, message } = Object(error) as Record<string, unknown>;
  const [, said] = /Error Message:([\s\S]*?)(?:A complete log|$)/.exec(`${stdout}${stderr}`) ?? [];
  const lines = (said ?? String(message)).split('\n').map((line) => line.trim());
  const shown = lines.filter((line) => line !== '' && !/^(anonymous:|>>|\d+ \||-*\^|🍼|=+$)/u.test(line));
  return shown.slice(0, 2).join(' ');
}
