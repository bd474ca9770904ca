// Every package runs its tests with this one configuration: `vitest run --config ../../tooling/vitest/vitest.config.ts`.
export default {
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results.json' },
    // A test that leaves the network open by mistake, or hangs, fails instead of waiting.
    testTimeout: 30_000,
  },
}
