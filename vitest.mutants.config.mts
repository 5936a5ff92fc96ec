/** The tests that are to notice mutants of lib/steps and lib/sweep.ts: fast ones, without servers or processes. */
import { basename } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The first failure ends a run: tests of the mutated file itself come first, those of whole sweeps last. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = (this.ctx.config.related ?? []).map((file) => basename(file, '.ts'));
    const distance = ({ moduleId }: TestSpecification) =>
      mutated.includes(basename(moduleId, '.test.ts')) ? 0 : moduleId.includes('/steps/') ? 1 : 2;
    return (await super.sort(files)).sort((a, b) => distance(a) - distance(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/steps/**/*.test.ts', 'test/{announce,describe,sweep,tell}.test.ts'],
    // The one makes thousands of messages, the other reads the sources as text.
    exclude: [...configDefaults.exclude, 'test/steps/hostile-messages.test.ts', 'test/steps/purity.test.ts'],
    setupFiles: ['test/support/few-examples.ts'],
    sequence: { sequencer: NearestFirst },
    testTimeout: 20_000,
  },
});
