import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VENDORS = ['@alicloud/pop-core', '@alicloud/fc2', 'tablestore', '@slack/webhook'];

const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['reads the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b/],
  ['draws lots', /\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b/],
  ['reads the environment', /\bprocess\b/],
  ['waits', /\bawait |\basync\b|\bsetTimeout\b/],
  ['talks', /\bfetch\(|\bconsole\./],
  ['imports an edge', /(?:from|import|require)\s*\(?\s*['"][^'"]*edges/],
];

function impurities(source: string): string[] {
  return FORBIDDEN.filter(([, pattern]) => pattern.test(source)).map(([what]) => what);
}

/** The vendor packages a source imports: all of them, or only those it needs when it runs. */
function vendorsIn(source: string, which: 'any' | 'values'): string[] {
  const imports = [...source.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)]
    .filter(([, type]) => which === 'any' || !type)
    .map(([, , name]) => name);
  const calls = [...source.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g)].map(([, name]) => name);
  return VENDORS.filter((vendor) =>
    [...imports, ...calls].some((name) => name === vendor || name?.startsWith(`${vendor}/`)),
  );
}

function sourcesIn(folder: string): (readonly [string, string])[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [join(folder, name), readFileSync(join(ROOT, folder, name), 'utf8')] as const);
}

const steps = sourcesIn('lib/steps');
const product = ['lib', 'functions'].flatMap(sourcesIn);

test.each(steps)('%s is pure', (_name, source) => {
  expect(impurities(source)).toEqual([]);
});

test.each(steps)('%s imports no vendor package, not even for its types', (_name, source) => {
  expect(vendorsIn(source, 'any')).toEqual([]);
});

test('vendor packages are imported by edges only', () => {
  const importers = product.filter(([, source]) => vendorsIn(source, 'values').length > 0).map(([name]) => name);
  expect(importers.filter((name) => !name.startsWith(join('lib', 'edges')))).toEqual([]);
  // Each has an importer, so this test does look at the right files.
  expect(
    VENDORS.filter((vendor) => !product.some(([, source]) => vendorsIn(source, 'values').includes(vendor))),
  ).toEqual([]);
});

describe('these tests would notice', () => {
  test.each<[string, string]>([
    ['reads the clock', 'const now = Date.now();'],
    ['reads the clock', 'const now = new Date();'],
    ['draws lots', 'return Math.random();'],
    ['reads the environment', 'if (process.env.NOTIFY) return;'],
    ['waits', 'const page = await list.read();'],
    ['imports an edge', "import { createCdn } from '../edges/cdn';"],
    ['imports an edge', "import type { Columns } from '../edges/tablestore-rows';"],
  ])('a step that %s: %s', (what, source) => {
    expect(impurities(source)).toContain(what);
  });

  test.each<[string, string[], string[]]>([
    ["import TS from 'tablestore';", ['tablestore'], ['tablestore']],
    ["import type TS from 'tablestore';", [], ['tablestore']],
    ["import {\n  IncomingWebhook,\n} from '@slack/webhook';", ['@slack/webhook'], ['@slack/webhook']],
    ["export { Client } from 'tablestore';", ['tablestore'], ['tablestore']],
    ["import 'tablestore/lib/client';", ['tablestore'], ['tablestore']],
    ["const RPCClient = require('@alicloud/pop-core');", ['@alicloud/pop-core'], ['@alicloud/pop-core']],
    ["import type { KnownBlock } from '@slack/types';", [], []],
    ["import { createTaskList } from '../lib/edges/tablestore';", [], []],
  ])('%j', (source, values, any) => {
    expect(vendorsIn(source, 'values')).toEqual(values);
    expect(vendorsIn(source, 'any')).toEqual(any);
  });
});
