/** Everything on the page can be read, by day and by night: https://www.w3.org/TR/WCAG22/#contrast-minimum asks for 4.5. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from './browser';
import { failure } from './scenes';
import { openStage } from './stage';

const LEAST = 4.5;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it.each([
  ['a light', false],
  ['a dark', true],
])('has enough contrast on %s screen', async (_, dark) => {
  const stage = await openStage(browser, { dark, environment: { SLACK_MENTION_ON_FAILURE: 'here' } });
  try {
    stage.watch('15704222951', 'next', [{}]);
    await failure(stage);
    await stage.page.getByText('@here').waitFor();
    const texts = (await stage.page.evaluate(`(${contrasts})()`)) as { text: string; ratio: number }[];
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter(({ ratio }) => ratio < LEAST)).toEqual([]);
  } finally {
    await stage.close();
  }
});

/** Runs in the page: every text with the contrast between its colour and what is painted behind it. */
const contrasts = `() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  // The canvas knows every way to write a colour, and paints half-transparent ones over the others.
  const painted = (colors) => {
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const linear = (part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => (element ? [...behind(element.parentElement), getComputedStyle(element).backgroundColor] : ['white']);
  const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    if (text === '') continue;
    const element = walker.currentNode.parentElement;
    const under = behind(element);
    const [dark, light] = [painted(under), painted([...under, getComputedStyle(element).color])].map(luminance).sort((a, b) => a - b);
    found.push({ text, ratio: (light + 0.05) / (dark + 0.05) });
  }
  return found;
}`;
