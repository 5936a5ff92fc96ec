/** The logs that Serverless Devs keeps hold what it was handed: the secrets are taken out of those it wrote just now. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * @param since ms since 1970: older files are left alone
 * @param clean takes the secrets out of a text
 */
export async function cleanLogs(since: number, clean: (text: string) => string): Promise<void> {
  const folder = path.join(process.env.serverless_devs_config_home ?? path.join(homedir(), '.s'), 'logs');
  // Nothing was logged, or the folder is another's.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    if ((await stat(file)).mtimeMs < since) continue;
    const text = await readFile(file, 'utf8');
    if (clean(text) !== text) await writeFile(file, clean(text));
  }
}
