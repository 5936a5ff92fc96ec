/** The machine's own Chromium, driven without a window. */
import { execFileSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || installed(),
    // Chromium's sandbox refuses to work for root, which is who one is in many a container.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

function installed(): string {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch (cause) {
    throw new Error('no browser: install chromium, or set CHROMIUM to the path of one', { cause });
  }
}
