/** Mutation testing: which changes to the steps and the sweep would no test notice? */
export default {
  mutate: ['lib/steps/**/*.ts', 'lib/sweep.ts'],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutants.config.mts' },
  coverageAnalysis: 'perTest',
  // A busy machine must not make a mutant look noticed.
  timeoutMS: 20_000,
  concurrency: 2,
  tempDirName: 'build/mutants/sandbox',
  ignorePatterns: ['/build', '/dist', '/docs', '/bench'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'build/mutants/report.json' },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  // Tables of cases are made while a file is read, so nearly half of the mutants are "static"; they are worth their time.
  ignoreStatic: false,
  warnings: { slow: false },
  allowConsoleColors: false,
};
