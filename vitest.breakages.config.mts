/** The tests with the product broken as BREAKAGE says. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BREAKAGES } from './test/torture/breakage-table';

const chosen = BREAKAGES.find(({ what }) => what === process.env.BREAKAGE);
if (!chosen) throw new Error('BREAKAGE names none of the breakages in test/torture/breakage-table.ts');
const { file, from, to } = chosen;
const path = resolve(file);
if (readFileSync(path, 'utf8').split(from).length !== 2) throw new Error(`"${from}" does not stand in ${file} once`);

const breaks: Plugin = {
  name: 'breaks',
  enforce: 'pre',
  transform: (code, id) => (id.split('?')[0] === path ? code.replace(from, () => to) : undefined),
};

export default defineConfig({
  plugins: [breaks],
  test: { include: ['test/**/*.test.ts'], bail: 1, testTimeout: 120_000 },
});
