import type { ViteUserConfig } from 'vitest/config'
import { testParts } from '../config/test-parts.ts'

const config: ViteUserConfig = {
  // The parser of workflows is inlined, because it imports JSON as only bundlers do. Its sources are not in its package.
  logLevel: 'error',
  ...testParts({
    install: { globalSetup: 'test/install/publish-once.ts' },
    packages: { globalSetup: 'test/packages/pack-once.ts' },
    releases: { server: { deps: { inline: ['@actions/workflow-parser'] } } },
    // These download old runtimes and Yarn, or install a copy of the repository: too much for every change.
    prove: { include: ['prove/**/*.test.ts'] },
  }),
}

export default config
