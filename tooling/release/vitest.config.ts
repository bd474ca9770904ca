import shared from '../vitest/vitest.config.ts'

const { reporters, outputFile: _, ...options } = shared.test

/** The part that a task runs: `--project install`. Each part reports to a file of its own. */
const part = process.argv[process.argv.indexOf('--project') + 1]

export default {
  // The parser of workflows is inlined, for it imports JSON as only bundlers do; its sources are not in its package.
  logLevel: 'error',
  test: {
    reporters,
    outputFile: { json: `.test-results-${part}.json` },
    projects: [
      { test: { ...options, ...named('install'), globalSetup: 'test/install/publish-once.ts' } },
      { test: { ...options, ...named('packages'), globalSetup: 'test/packages/pack-once.ts' } },
      {
        test: {
          ...options,
          ...named('releases'),
          server: { deps: { inline: ['@actions/workflow-parser'] } },
        },
      },
      // What downloads old runtimes and Yarn, or installs a copy of the repository: too much for every change.
      { test: { ...options, name: 'prove', include: ['prove/**/*.test.ts'] } },
    ],
  },
}

function named(name: string): { readonly name: string; readonly include: readonly string[] } {
  return { name, include: [`test/${name}/**/*.test.ts`] }
}
