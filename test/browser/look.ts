/** What a person sees of a message: its text, and what stands out because it is painted in another way. */
import type { Page } from 'playwright-core';
import { objectsIn, type Part, textIn } from '../cloud/slack/walk';

export interface Sight {
  /** Line by line; hidden text is not in it. */
  readonly lines: string[];
  readonly headlines: string[];
  /** Text with a colour behind it that begins with "@". */
  readonly pings: string[];
  /** Text in a typewriter's letters. */
  readonly commands: string[];
  /** Links that show another text than where they lead. */
  readonly links: Record<string, string>;
  /** Pixels that are cut off at the right. */
  readonly cutOff: number;
}

/** @param nth which message, counted from 0 */
export async function look(page: Page, nth: number): Promise<Sight> {
  const message = page.getByRole('article').nth(nth);
  await message.waitFor();
  const lines = (await message.innerText()).split('\n').filter((line) => line.trim() !== '');
  const found = await page.evaluate(`(${painted})(document.querySelectorAll('article')[${nth}])`);
  return { lines, ...(found as Omit<Sight, 'lines'>) };
}

/** All that a message says, whatever its words are. */
export function written(payload: Part | undefined): string[] {
  return [...objectsIn(payload?.blocks)]
    .map((part) => textIn(part, 'text') || textIn(part, 'url'))
    .flatMap((text) => text.split('\n'))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** Runs in the page. */
const painted = `(message) => {
  const all = [...message.querySelectorAll('*')].filter((element) => element.checkVisibility());
  const texts = all.filter(({ children, innerText }) => children.length === 0 && innerText);
  const said = (elements) => elements.map(({ innerText }) => innerText);
  const named = all.filter((element) => element.matches('a') && element.innerText !== element.getAttribute('href'));
  return {
    headlines: said(all.filter((element) => element.matches('h2') && Number(getComputedStyle(element).fontWeight) > 600)),
    pings: said(texts.filter((text) => text.innerText.startsWith('@') && !/, 0\\)$/.test(getComputedStyle(text).backgroundColor))),
    commands: said(texts.filter((text) => /monospace/.test(getComputedStyle(text).fontFamily))),
    links: Object.fromEntries(named.map((link) => [link.innerText, link.href])),
    cutOff: message.scrollWidth - message.clientWidth,
  };
}`;
