import shared from '../vitest/vitest.config.ts'

// What downloads more than every change can wait for.
export default { test: { ...shared.test, include: ['prove/**/*.test.ts'] } }
