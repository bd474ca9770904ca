import shared from '../vitest/vitest.config.ts'

const { reporters, outputFile: _, ...options } = shared.test

/** The part that a task runs: `--project demo`. Each part reports to a file of its own. */
const part = process.argv[process.argv.indexOf('--project') + 1]

export default {
  test: {
    reporters,
    outputFile: { json: `.test-results-${part}.json` },
    projects: ['demo', 'documents'].map((name) => ({
      test: { ...options, name, include: [`test/${name}/**/*.test.ts`] },
    })),
  },
}
