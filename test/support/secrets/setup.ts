/** Set up for every test: it fails when a secret of the run stands in anything that the product gave out meanwhile. */
import { afterAll, afterEach, vi } from 'vitest';
import { listen } from './notes';
import { notePrinted } from './printed';
import { guard } from './this-file';

vi.mock(import('../../../lib/errors'), async (original) => {
  const { notingErrors } = await import('./product-errors');
  return notingErrors(await original());
});
vi.mock(import('../../../lib/edges/functions-errors'), async (original) => {
  const { notingErrors } = await import('./product-errors');
  return notingErrors(await original());
});

const endings = [listen(guard), notePrinted()];

// The hooks that are set first are called last: what a test's own hooks give out counts as well.
afterEach(() => guard.check());
afterAll(() => {
  for (const end of endings) end();
  guard.check();
});
