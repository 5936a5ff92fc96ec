/** Every experiment in its small size. `npm run torture` runs them in their full size. */
import { expect, test } from 'vitest';
import { EXPERIMENTS } from './experiments';

const SEED = Number(process.env.TORTURE_SEED ?? 1);
/** On a machine that has other things to do. Ms. */
const PATIENCE = 60_000;

test.each(EXPERIMENTS)('$name finds no breach', { timeout: PATIENCE }, async ({ run }) => {
  const { size, lost, breaches } = await run('small', SEED);
  expect(size).toMatch(/^\d/);
  expect(breaches).toEqual([]);
  expect(lost).toBe(0);
});
