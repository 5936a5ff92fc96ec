/** The tests that look at the page with a real browser: npm run test:browser. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    setupFiles: ['test/support/secrets/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // One browser at a time.
    fileParallelism: false,
  },
});
