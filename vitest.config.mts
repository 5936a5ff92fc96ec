import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/secrets/setup.ts'],
    // They need a browser: vitest.browser.config.mts.
    exclude: [...configDefaults.exclude, 'test/browser/**'],
    // Most tests wait for a server or a child process: vitest's own choice leaves one of two cores idle.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
