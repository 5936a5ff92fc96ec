import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divider, footer, header, lists, packed, pageLink, ping, title } from '../../lib/steps/blocks';
import type { Line } from '../../lib/steps/line';
import { links, pings } from '../cloud/slack/mentions';
import { asPlainText } from '../cloud/slack/render';
import { violations } from '../cloud/slack/violations';

const line = (...urls: string[]): Line => ({ urls, text: 'task 1' });
const linked = (...urls: string[]) => links({ blocks: lists([line(...urls)]) }).map(({ url }) => url);

describe('a link', () => {
  test.each<[string, string, boolean]>([
    ['is made of a http URL', 'http://example.com/a', true],
    ['is made of a https URL', 'https://example.com/a?b=1&c=2', true],
    ['is made in any case of the scheme', 'HTTPS://example.com/', true],
    ['is not made of a URL that was cut off: it would lead elsewhere', 'https://example.com/a…', false],
    ['is not made of another scheme', 'javascript:alert(1)', false],
    ['is not made of another scheme with an address in it', 'javascript:open("https://a.example")', false],
    ['is not made of a mail address', 'mailto:a@example.com', false],
    ['is not made of a path', '/a/b', false],
    ['is not made of what is no URL', 'https://[', false],
    ['is not made of text around a URL', 'see https://example.com', false],
  ])('%s', (_why, url, isLink) => {
    expect(linked(url)).toEqual(isLink ? [url] : []);
    expect(asPlainText({ blocks: lists([line(url)]) })).toContain(url);
    expect(violations({ blocks: lists([line(url)]) })).toEqual([]);
  });
});

test('an empty URL is left out: Slack takes no empty text', () => {
  expect(violations({ blocks: lists([line('', 'http://example.com/a', '')]) })).toEqual([]);
  expect(linked('', 'http://example.com/a', '')).toEqual(['http://example.com/a']);
});

test('a header is cut to what Slack takes', () => {
  expect(violations({ blocks: [header('x'.repeat(151)), header('x'.repeat(150))] })).toEqual([]);
});

test('colons in a header or a footer make no picture', () => {
  expect([header(':x:'), footer(':x:')]).toMatchObject([{ text: { emoji: false } }, { elements: [{ emoji: false }] }]);
});

test('no lines make no block', () => {
  expect(lists([])).toEqual([]);
});

describe('behind what is said of a task', () => {
  const of = (more: Partial<Line>) => ({ blocks: lists([{ urls: [], text: 'task 1', ...more }]) });
  test.each<[string, Partial<Line>, string]>([
    ['comes nothing', {}, '  • task 1'],
    ['comes a command', { command: 'cdn-tasks retry 1' }, '  • task 1 · cdn-tasks retry 1'],
    [
      'comes a link that says where it leads',
      { link: 'https://a.example/1' },
      '  • task 1 · console (https://a.example/1)',
    ],
    [
      'come both',
      { command: 'cdn-tasks retry 1', link: 'https://a.example/1' },
      '  • task 1 · cdn-tasks retry 1 · console (https://a.example/1)',
    ],
  ])('%s', (_why, more, shown) => {
    expect(asPlainText(of(more))).toBe(shown);
    expect(violations(of(more))).toEqual([]);
  });

  test('the command is set as code, so that it can be copied', () => {
    expect(JSON.stringify(of({ command: 'x' }))).toContain('{"type":"text","text":"x","style":{"code":true}}');
  });
});

test('the other blocks are such as Slack takes', () => {
  const blocks = [
    header('x'),
    divider(),
    title('Complete'),
    ping({ kind: 'usergroup', id: 'S0123ABCD' }),
    pageLink('https://a.example/', 'All tasks'),
    footer('x'),
  ];
  expect(violations({ blocks })).toEqual([]);
  expect(pings({ blocks })).toEqual(['<!subteam^S0123ABCD>']);
  expect(links({ blocks })).toEqual([{ url: 'https://a.example/', text: 'All tasks' }]);
});

describe('packing', () => {
  const of = (...lengths: number[]) => lengths.map((length): Line => ({ urls: [], text: 'x'.repeat(length) }));
  test.each<[string, number[], number[][]]>([
    ['puts lines together that just fit', [4, 6], [[4, 6]]],
    ['begins anew when one character is too many', [4, 7], [[4], [7]]],
    ['leaves a longer line alone', [3, 11, 3], [[3], [11], [3]]],
    ['makes nothing of nothing', [], []],
  ])('%s', (_why, lengths, runs) => {
    expect(packed(of(...lengths), 10).map((run) => run.map(({ text }) => text.length))).toEqual(runs);
  });

  test('counts the URLs and the line break behind each', () => {
    const lines: Line[] = [
      { urls: ['abc', 'd'], text: 'ef' },
      { urls: [], text: 'g' },
    ];
    expect(packed(lines, 9)).toHaveLength(1);
    expect(packed(lines, 8)).toHaveLength(2);
  });

  test('counts command and link', () => {
    const lines: Line[] = [
      { urls: [], text: 'a', command: 'bc', link: 'def' },
      { urls: [], text: 'g' },
    ];
    expect(packed(lines, 20)).toHaveLength(1);
    expect(packed(lines, 19)).toHaveLength(2);
  });

  test('loses no line, keeps their order, and fills no run beyond its length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 15 })), (lengths) => {
        const runs = packed(of(...lengths), 10).map((run) => run.map(({ text }) => text.length));
        expect(runs.flat()).toEqual(lengths);
        expect(runs.every((run) => run.length === 1 || run.reduce((a, b) => a + b) <= 10)).toBe(true);
      }),
    );
  });
});
