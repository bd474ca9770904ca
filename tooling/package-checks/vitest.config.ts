import shared from '../vitest/vitest.config.ts'

// Packing takes as long as all checks together: it is done once for all test files.
export default { test: { ...shared.test, globalSetup: 'test/pack-once.ts' } }
