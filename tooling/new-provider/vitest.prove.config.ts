import shared from '../vitest/vitest.config.ts'

// What installs a copy of the repository: too much for every change.
export default { test: { ...shared.test, include: ['prove/**/*.test.ts'] } }
