import shared from '../vitest/vitest.config.ts'

export default {
  // The parser of workflows is inlined, for it imports JSON as only bundlers do; its sources are not in its package.
  logLevel: 'error',
  test: { ...shared.test, server: { deps: { inline: ['@actions/workflow-parser'] } } },
}
